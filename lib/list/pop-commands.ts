import type { RedisCommand } from '../redis/commands/command-sender.js';
import type { ServerFeatures } from '../redis/commands/server-features.js';
import type { ListFunction } from '../functions/function-descriptor.js';
import { ListElement } from '../messages/list-element.js';

/** Which end elements are popped from. */
export type ListEnd = 'left' | 'right';

/** The end that a function pops from. */
export function poppedEnd({ listPopFromBeginning }: Pick<ListFunction, 'listPopFromBeginning'>): ListEnd {
  return listPopFromBeginning ? 'left' : 'right';
}

/** A pop: the command, and how its reply is read. */
export interface Pop {
  readonly command: RedisCommand;
  readonly read: (reply: unknown) => ListElement[];
  /** How many elements it takes at most. */
  readonly most: number;
}

/** The pop that answers at once. Several keys are looked at in order (LMPOP, Redis 7.0). */
export function popNow(keys: readonly string[], end: ListEnd, count: number, features: ServerFeatures): Pop {
  const [key = ''] = keys;
  if (keys.length > 1) {
    const command: RedisCommand = ['LMPOP', keys.length, ...keys, end, 'COUNT', count];
    return { command, read: readKeyAndElements, most: count };
  }
  const name = end === 'left' ? 'LPOP' : 'RPOP';
  const command: RedisCommand = features.popCount ? [name, key, count] : [name, key];
  return { command, read: (reply) => elements(key, reply), most: features.popCount ? count : 1 };
}

/** The pop that waits for an element, at most for `waitInMs`; it takes several where Redis can (BLMPOP, 7.0). */
export function popOrWait(
  keys: readonly string[],
  end: ListEnd,
  count: number,
  waitInMs: number,
  features: ServerFeatures,
): Pop {
  const seconds = waitInMs / 1000;
  if (features.multiPop) {
    const command: RedisCommand = ['BLMPOP', seconds, keys.length, ...keys, end, 'COUNT', count];
    return { command, read: readKeyAndElements, most: count };
  }
  const command: RedisCommand = [end === 'left' ? 'BLPOP' : 'BRPOP', ...keys, seconds];
  return { command, read: readKeyAndElements, most: 1 };
}

/** Puts elements back, given in the order in which they were popped: each at the end it came from. */
export function pushBack(key: string, end: ListEnd, popped: readonly ListElement[]): RedisCommand {
  const bodies = popped.map(({ body }) => body).reverse();
  return [end === 'left' ? 'LPUSH' : 'RPUSH', key, ...bodies];
}

function readKeyAndElements(reply: unknown): ListElement[] {
  if (!Array.isArray(reply)) return [];
  const [key, popped] = reply as [Buffer, unknown];
  return elements(key.toString(), popped);
}

/** An empty text is an element as well: only null means that there was none. */
function elements(key: string, popped: unknown): ListElement[] {
  if (popped === null || popped === undefined) return [];
  const bodies = (Array.isArray(popped) ? popped : [popped]) as Buffer[];
  return bodies.map((body) => new ListElement(key, body));
}
