import { environmentSettings } from '../../settings/environment-settings.js';
import { layeredSettings } from '../../settings/layered-settings.js';
import { recordSettings } from '../../settings/record-settings.js';
import { readSettingsFile } from '../../settings/settings-file.js';
import type { SettingsSource } from '../../settings/settings-source.js';

/** All settings of a runtime: its own first, then the environment's, then those of `local.settings.json`. */
export function runtimeSettings(own: Readonly<Record<string, string>> | SettingsSource = {}): SettingsSource {
  const first = isSource(own) ? own : recordSettings(own);
  return layeredSettings(first, environmentSettings(), readSettingsFile('local.settings.json'));
}

function isSource(own: Readonly<Record<string, string>> | SettingsSource): own is SettingsSource {
  return typeof own.get === 'function';
}
