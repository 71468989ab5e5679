import { askInTime, type AskInTimeOptions } from './ask-in-time.js';
import { Fleet } from './fleet.js';
import { FleetKeys } from './fleet-keys.js';
import { defaultFleetName } from './fleet-options.js';

/** The fleet of a name, on a client that leads to its Redis. */
export function openFleet(
  name: string = defaultFleetName,
  { close, ...options }: AskInTimeOptions & { readonly close: () => void },
): Fleet {
  return new Fleet({ client: options.client, keys: new FleetKeys(name), ask: askInTime(options), close });
}
