import type { SettingsSource } from '../../settings/settings-source.js';
import type { HostFile } from './host-file.js';
import type { JsonObject } from './read-json-file.js';

/** Whether a function is switched off: by its function.json, by a setting, or because host.json names only others. */
export function isDisabled(
  name: string,
  { disabled, excluded }: JsonObject,
  { functions }: Pick<HostFile, 'functions'>,
  settings: SettingsSource,
): boolean {
  if (functions && !functions.has(name.toLowerCase())) return true;
  if (disabled === true || excluded === true) return true;
  // In old apps it is the name of a setting.
  if (typeof disabled === 'string' && isOn(settings.get(disabled) ?? disabled)) return true;
  return [`AzureWebJobs.${name}.Disabled`, `AzureWebJobs_${name}_Disabled`].some((each) =>
    isOn(settings.get(each)),
  );
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value?.toLowerCase() === 'true';
}
