import type { SettingsSource } from '../settings/settings-source.js';

/**
 * The setting that holds the connection string of a name, in the order of Azure Functions. A blank setting
 * is passed over: the templates of Azure's tools are full of them.
 */
export function findConnectionString(name: string, settings: SettingsSource): string | undefined {
  const prefixed = `AzureWebJobs${name}`;
  for (const each of [`ConnectionStrings:${prefixed}`, prefixed, `ConnectionStrings:${name}`, name]) {
    const value = settings.get(each);
    if (value?.trim()) return value;
  }
  return undefined;
}
