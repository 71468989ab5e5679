import { createHash } from 'node:crypto';
import type { ScriptTools, ScriptTwin, ScriptValue } from '../scripts/scripts.js';

interface Held {
  readonly pop: number;
  readonly place: number;
  readonly id: string;
  readonly element: Buffer;
}

/** What `lib/scripts/return-held.ts` does. */
export const returnHeldTwin: ScriptTwin = ({ keys, args, now, call }) => {
  const [list = '', held = '', leases = '', suspects = ''] = keys;
  const [consumer = '', end, how, rememberedInS = '', aloneFrom, ...staying] = args.map(String);
  const isExpired = how === 'expired';
  call('LLEN', list);
  if (isExpired) {
    const lease = call('ZSCORE', leases, consumer) as Buffer | null;
    if (lease === null || Number(lease.toString()) > Math.floor(now)) return 0;
  }

  const found = call('HGETALL', held) as Buffer[];
  const all = heldIn(found);
  const returned = all.filter(({ id }) => !staying.includes(id));
  returned.sort((one, other) => other.pop - one.pop || other.place - one.place);

  call('HDEL', held, '');
  call('ZREM', leases, '');
  for (const { element } of returned) call(end === 'left' ? 'LPUSH' : 'RPUSH', list, element);
  for (const { id } of returned) call('HDEL', held, id);
  if (returned.length === all.length) {
    call('HDEL', held, 'last', 'alone');
    call('ZREM', leases, consumer);
  }
  if (isExpired && returned.length > 0) {
    const alone = valueIn(found, 'alone')?.toString();
    const runsAlone = alone !== undefined && valueIn(found, alone) !== undefined;
    for (const { element, id } of returned) {
      const hash = createHash('sha1').update(element).digest('hex');
      const seen = tryCall(call, 'HGET', suspects, hash) as Buffer | null;
      const count = Number(seen?.toString() ?? 0);
      const isBlamed = runsAlone ? id === alone : count < Number(aloneFrom);
      if (isBlamed) tryCall(call, 'HINCRBY', suspects, hash, 1);
    }
    tryCall(call, 'EXPIRE', suspects, rememberedInS);
  }
  return returned.length;
};

function heldIn(fields: readonly Buffer[]): Held[] {
  const all: Held[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const id = String(fields[index]);
    const [, pop, place] = /^(\d+):(\d+)$/.exec(id) ?? [];
    if (pop) all.push({ pop: Number(pop), place: Number(place), id, element: fields[index + 1] as Buffer });
  }
  return all;
}

function valueIn(fields: readonly Buffer[], name: string): Buffer | undefined {
  const index = fields.findIndex((field, at) => at % 2 === 0 && field.toString() === name);
  return index < 0 ? undefined : fields[index + 1];
}

/** As `redis.pcall`: what is refused changes nothing, and the script goes on. */
function tryCall(call: ScriptTools['call'], ...command: Parameters<ScriptTools['call']>): ScriptValue {
  try {
    return call(...command);
  } catch {
    return null;
  }
}
