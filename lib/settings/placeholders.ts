import type { SettingsSource } from './settings-source.js';

/** A text whose placeholders were looked up. */
export interface ResolvedText {
  /** The text with the values in place; an unknown placeholder stays as it was written. */
  readonly text: string;
  /** The names that no setting has, each once, in their order. */
  readonly unknown: readonly string[];
}

/**
 * Puts settings in the place of `%name%`, any number in one text. Two percent signs together and one that
 * is never closed are ordinary text. A value is not looked into again, whatever it holds.
 */
export function resolvePlaceholders(text: string, settings: SettingsSource): ResolvedText {
  const unknown = new Set<string>();
  const resolved = text.replaceAll(/%([^%]*)%/g, (written, name: string) => {
    if (name === '') return written;
    const value = settings.get(name);
    if (value === undefined) unknown.add(name);
    return value ?? written;
  });
  return { text: resolved, unknown: [...unknown] };
}
