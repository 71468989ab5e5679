import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { SettingsRecord } from './find-setting.js';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The settings in the parsed content of a `local.settings.json`: `Values` as they are named,
 * `ConnectionStrings` as `ConnectionStrings:Name`. Other sections are for other tools.
 */
export function readSettingsDocument(document: unknown, place: string): SettingsRecord {
  if (!isObject(document)) throw invalid(place, 'the file does not hold a JSON object');
  if (member(document, 'IsEncrypted') === true) {
    const remedy = 'Decrypt it with `func settings decrypt`, and keep it out of version control.';
    throw invalid(place, 'the file is encrypted', remedy);
  }
  return Object.fromEntries([
    ...readSection(document, 'ConnectionStrings', place, (value) =>
      isObject(value) ? (member(value, 'ConnectionString') ?? value) : value,
    ).map(([name, text]) => [`ConnectionStrings:${name}`, text]),
    ...readSection(document, 'Values', place, (value) => value),
  ]) as SettingsRecord;
}

function readSection(
  document: JsonObject,
  section: string,
  place: string,
  read: (value: unknown) => unknown,
): [string, string][] {
  const values = member(document, section) ?? {};
  if (!isObject(values)) throw invalid(place, `"${section}" is not a JSON object`);
  return Object.entries(values).flatMap(([name, value], index): [string, string][] => {
    const text = scalarAsText(read(value));
    if (text === false) throw invalid(place, `member ${index + 1} of "${section}" is not a string`);
    return text === null ? [] : [[name, text]];
  });
}

/** A number or a boolean as JSON writes it; null means "not set"; false means "not a scalar". */
function scalarAsText(value: unknown): string | null | false {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? false : JSON.stringify(value);
}

function member(object: JsonObject, name: string): unknown {
  const spelling = Object.keys(object).find((each) => each.toLowerCase() === name.toLowerCase());
  return spelling === undefined ? undefined : object[spelling];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(place: string, what: string, remedy?: string): RedisTriggersError {
  return new RedisTriggersError({ code: 'SETTINGS_FILE_INVALID', place, what, ...(remedy && { remedy }) });
}
