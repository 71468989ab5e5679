import { join } from 'node:path';
import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { environmentSettings } from '../../settings/environment-settings.js';
import type { SettingsRecord } from '../../settings/find-setting.js';
import { layeredSettings } from '../../settings/layered-settings.js';
import { recordSettings } from '../../settings/record-settings.js';
import { readSettingsValues } from '../../settings/settings-file.js';
import type { SettingsSource } from '../../settings/settings-source.js';

/** Settings as a caller gives them. */
export type GivenSettings = Readonly<Record<string, string>> | SettingsSource;

/** The settings of an app, and those that its functions expect in their environment. */
export interface AppSettings {
  readonly settings: SettingsSource;
  readonly values: SettingsRecord;
}

/** Those that are given come first, then the environment, then the local.settings.json of the app. */
export function readAppSettings(root: string, given: GivenSettings = {}, problems: Problem[]): AppSettings {
  const values = readValues(join(root, 'local.settings.json'), problems);
  const own =
    typeof given.get === 'function' ? (given as SettingsSource) : recordSettings(given as SettingsRecord);
  return { settings: layeredSettings(own, environmentSettings(), environmentSettings(values)), values };
}

/** What the functions read with `process.env`; a variable that is set and not empty stays as it is. */
export function setEnvironment(values: SettingsRecord): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && !process.env[name]) process.env[name] = value;
  }
}

function readValues(file: string, problems: Problem[]): SettingsRecord {
  try {
    return readSettingsValues(file);
  } catch (error) {
    if (!(error instanceof RedisTriggersError)) throw error;
    problems.push(...error.problems.map((each) => ({ ...each, place: 'local.settings.json' })));
    return {};
  }
}
