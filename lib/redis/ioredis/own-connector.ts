import type { Redis } from 'ioredis';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

/**
 * Throws if a client does not use the class in its option `Connector`, which ioredis does not document: it would
 * connect to another server.
 */
export function assertConnectorUsed(client: Redis, place: string): void {
  const { Connector } = client.options;
  if (!Connector || Object.values(client).some((member: unknown) => member instanceof Connector)) return;
  const what = 'ioredis cannot be used: it does not connect by the option `Connector`';
  throw new RedisTriggersError({ code: 'IOREDIS_UNSUPPORTED', place, what });
}
