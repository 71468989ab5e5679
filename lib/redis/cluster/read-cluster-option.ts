import type { RedisOptions } from 'ioredis';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { distinctEndpoints } from '../../connection-strings/endpoint-text.js';
import type { NodeAddress } from './node-address.js';

/** The nodes of the option `cluster`; JavaScript checks no types. */
export function readClusterOption(
  cluster: unknown,
  options: RedisOptions,
  place: string,
): readonly NodeAddress[] {
  const refuse = (what: string): RedisTriggersError =>
    new RedisTriggersError({ code: 'CONNECTION_UNSUPPORTED', place, what });
  if (!Array.isArray(cluster) || cluster.length === 0) {
    throw refuse('the option `cluster` is not an array of nodes `{ host, port }`');
  }
  if (options.db) throw refuse(`it selects the database ${options.db}, but a cluster has only database 0`);
  const other = (['host', 'port', 'path', 'sentinels'] as const).find((name) => options[name] !== undefined);
  if (other) throw refuse(`it has \`cluster\` and also \`${other}\``);
  return distinctEndpoints((cluster as unknown[]).map((node) => readNode(node, refuse)));
}

function readNode(node: unknown, refuse: (what: string) => RedisTriggersError): NodeAddress {
  const { host = '127.0.0.1', port = 6379 } = (node ?? {}) as Partial<Record<keyof NodeAddress, unknown>>;
  if (typeof host === 'string' && host !== '' && Number.isInteger(port)) return { host, port: Number(port) };
  throw refuse('a node of the option `cluster` is not `{ host, port }`');
}
