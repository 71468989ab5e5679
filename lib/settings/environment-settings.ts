import { findSetting, type SettingsRecord } from './find-setting.js';
import type { SettingsSource } from './settings-source.js';

/**
 * Settings from the environment: a name as it is, then with each `:` written as `__`, because shells do not
 * take a colon in a name.
 *
 * A variable that is set to nothing counts as not set. Compose files and CI write `NAME=` when they mean
 * "none", and on Windows an empty variable does not exist.
 */
export function environmentSettings(env: SettingsRecord = process.env): SettingsSource {
  return {
    get: (name) => findSetting(env, name) || findSetting(env, name.replaceAll(':', '__')) || undefined,
  };
}
