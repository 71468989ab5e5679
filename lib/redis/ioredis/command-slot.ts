import { Command } from 'ioredis';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { RedisCommand } from '../commands/command-sender.js';
import { lowerCased } from '../commands/lower-cased.js';

/**
 * The slot of a command's first key; undefined for a command without keys. ioredis knows which argument is the key, but
 * for a few commands that ioredis 5 knows nothing about.
 */
export function slotOfCommand([name, ...args]: RedisCommand): number | undefined {
  const lowerCase = lowerCased(name);
  const place = keyPlaces[lowerCase];
  const key = place === undefined ? undefined : args[place];
  const command = key === undefined ? new Command(lowerCase, [...args]) : new Command('get', [key]);
  return command.getSlot() ?? undefined;
}

/** Which argument is the key. */
const keyPlaces: Readonly<Record<string, number>> = { xgroup: 1, xinfo: 1, xackdel: 0, object: 1, memory: 1 };

/** Throws if ioredis cannot tell the slot of a command, because no node of a cluster could be found without it. */
export function assertSlotsKnown(connection: string): void {
  if (slotOfExample() === 12_182) return;
  const what = 'ioredis cannot be used for a cluster: it does not tell the slot of a command';
  throw new RedisTriggersError({ code: 'IOREDIS_UNSUPPORTED', place: connection, what });
}

function slotOfExample(): number | undefined {
  try {
    return slotOfCommand(['XREADGROUP', 'GROUP', 'group', 'consumer', 'STREAMS', 'foo', '>']);
  } catch {
    return undefined;
  }
}
