import { isError } from '../errors/describe-error.js';
import { readFileSync } from 'node:fs';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { environmentSettings } from './environment-settings.js';
import type { SettingsRecord } from './find-setting.js';
import { jsonErrorPlace } from './json-error-place.js';
import { parseTolerantJson } from './parse-tolerant-json.js';
import { readSettingsDocument } from './settings-document.js';
import type { SettingsSource } from './settings-source.js';

/**
 * Settings from a `local.settings.json`, read once, now. A file that does not exist has no settings.
 * Its names follow the rules of the environment, since Azure makes environment variables of them.
 *
 * No error shows any of the content, nor keeps it as the cause: `JSON.parse` quotes what it cannot read.
 */
export function readSettingsFile(path: string): SettingsSource {
  return environmentSettings(readSettingsValues(path));
}

/** The settings in a `local.settings.json` by their names as they are written. */
export function readSettingsValues(path: string): SettingsRecord {
  const text = readIfPresent(path);
  return text === undefined ? {} : readSettingsDocument(parse(path, text), path);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = isError(cause) && 'code' in cause ? String(cause.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const remedy = 'Make it a file that this process may read.';
    const problem = { code: 'SETTINGS_FILE_INVALID', place: path, remedy } as const;
    throw new RedisTriggersError({ ...problem, what: `the file cannot be read (${code})` }, { cause });
  }
}

function parse(path: string, text: string): unknown {
  try {
    return parseTolerantJson(text);
  } catch {
    const { line, column } = jsonErrorPlace(text);
    throw new RedisTriggersError({
      code: 'SETTINGS_FILE_INVALID',
      place: path,
      what: `the file is not valid JSON from line ${line}, column ${column} on`,
    });
  }
}
