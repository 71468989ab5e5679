import type { SettingsSource } from './settings-source.js';

/** Several sources as one: the first that has the setting answers. */
export function layeredSettings(...sources: readonly SettingsSource[]): SettingsSource {
  return {
    get(name) {
      for (const source of sources) {
        const value = source.get(name);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}
