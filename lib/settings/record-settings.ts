import { findSetting, type SettingsRecord } from './find-setting.js';
import type { SettingsSource } from './settings-source.js';

/** Settings from an object, with names as they stand. An empty text is a value: somebody wrote it. */
export function recordSettings(record: SettingsRecord): SettingsSource {
  return { get: (name) => findSetting(record, name) };
}
