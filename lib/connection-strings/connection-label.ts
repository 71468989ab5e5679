import type { ConnectionDescription } from './connection-description.js';
import { endpointText } from './endpoint-text.js';

/**
 * Where a connection leads, for people: `127.0.0.1:6379`, `127.0.0.1:6379/2`, `mymaster@s1:26379,s2:26379`.
 * Neither the user nor a password is in it.
 */
export function connectionLabel(description: ConnectionDescription): string {
  const { endpoints, serviceName, database } = description;
  const master = serviceName === undefined ? '' : `${serviceName}@`;
  const suffix = database ? `/${database}` : '';
  return `${master}${endpoints.map(endpointText).join(',')}${suffix}`;
}
