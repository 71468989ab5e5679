import type {
  FunctionDescriptor,
  ListFunction,
  Rate,
  StreamFunction,
} from '../../functions/function-descriptor.js';
import { FleetRateLog } from '../../listeners/rate/fleet-rate-log.js';
import { ProcessRateLog } from '../../listeners/rate/process-rate-log.js';
import type { RateLog } from '../../listeners/rate/rate-log.js';
import { RateLimit } from '../../listeners/rate/rate-limit.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { sameSlotKey } from '../../redis/commands/same-slot-key.js';
import type { Clock } from '../../time/clock.js';

/** The rate of a function; undefined where it has none. */
export function rateLimitOf(
  descriptor: FunctionDescriptor,
  client: CommandSender,
  clock: Clock,
): RateLimit | undefined {
  if (descriptor.kind === 'pubsub' || !descriptor.rateLimit) return undefined;
  return new RateLimit(logOf(descriptor.rateLimit, descriptor, client, clock), clock);
}

function logOf(
  limit: Rate,
  { id, keys: [key = ''] }: ListFunction | StreamFunction,
  client: CommandSender,
  clock: Clock,
): RateLog {
  if (limit.scope === 'process') return new ProcessRateLog(limit, clock);
  return new FleetRateLog({ limit, client, key: sameSlotKey(key, 'rate', id), clock });
}
