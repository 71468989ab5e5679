import { isObject } from '../../errors/value-checks.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import { member } from './member.js';
import type { JsonObject } from './read-json-file.js';

/** Azure's log levels, from the least to the most important. */
export const logLevels = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The least level that is written, by category in lower case; `default` for those that no other name fits. */
export type LogLevels = ReadonlyMap<string, LogLevel>;

/** `logging.logLevel` of host.json. */
export function readLogLevels(content: JsonObject, settings: SettingsSource): LogLevels {
  const logging = member(content, 'logging');
  const written = isObject(logging) ? member(logging as JsonObject, 'logLevel') : undefined;
  const levels = new Map<string, LogLevel>();
  for (const [category, value] of isObject(written) ? Object.entries(written) : []) {
    const level = levelNamed(value);
    if (level) levels.set(category.toLowerCase(), level);
  }
  for (const category of ['default', 'Function']) {
    const level = levelNamed(settings.get(`AzureFunctionsJobHost:logging:logLevel:${category}`));
    if (level) levels.set(category.toLowerCase(), level);
  }
  return levels;
}

/** Whether a line is written that a function logs: the category with the longest name that fits decides. */
export function isWritten(levels: LogLevels, functionName: string, level: LogLevel): boolean {
  const parts = ['function', functionName.toLowerCase(), 'user'];
  const categories = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  const chosen = [...categories, 'default']
    .map((each) => levels.get(each))
    .find((each) => each !== undefined);
  return logLevels.indexOf(level) >= logLevels.indexOf(chosen ?? 'information') && chosen !== 'none';
}

function levelNamed(value: unknown): LogLevel | undefined {
  return logLevels.find((each) => typeof value === 'string' && each === value.toLowerCase());
}
