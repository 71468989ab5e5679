import { connectFleet } from '../../../lib/fleet/connect-fleet.js';
import type { Fleet } from '../../../lib/fleet/fleet.js';
import { eventually } from '../../support/eventually.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { redisName, type TestRedis } from '../../support/test-redis.js';

/** The default fleet on the Redis of a spec. */
export function openFleet(redis: TestRedis, name?: string): Promise<Fleet> {
  const connections = { [redisName]: redis.connection };
  return connectFleet({ connection: redisName, connections, ...(name !== undefined && { name }) });
}

/** Lets second after second pass on a clock, until `look` returns something. */
export function passing<Value>(
  clock: ManualClock,
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  what: string,
): Promise<Value> {
  return eventually(async () => {
    const seen = await look();
    if (seen === undefined || seen === false) await clock.advance(1_000);
    return seen;
  }, what);
}
