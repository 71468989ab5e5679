import { mostWords } from '../../../redis/commands/lua/script.js';
import type { ScriptTools, ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';

type Entry = readonly [id: Buffer, fields: readonly Buffer[]];

/** What `lib/redis/commands/lua/replay-dead-letter.ts` does. */
export const replayDeadLetterEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [letters = '', source = ''] = keys;
  const [id = '', how = '', idleInMs = ''] = args;
  const [found] = call('XRANGE', letters, id, id) as unknown as readonly Entry[];
  if (!found) return 0;
  const { known, original } = divide(found[1]);
  const body = known.get('body') ?? '';
  const kind = String(known.get('kind'));
  if (kind === 'pubsub') call(how.toString(), known.get('source') ?? '', body);
  else if (kind === 'list') call(how.toString(), source, body);
  else {
    const entryId = known.get('entryId') ?? '';
    const isThere = (call('XRANGE', source, entryId, entryId) as readonly ScriptValue[]).length > 0;
    const refusal = isThere && refusalOf(() => claim(call, source, how, entryId, idleInMs));
    if (refusal) return refusal;
    if (!isThere) {
      if (original.length > mostWords) return -1;
      call('XADD', source, '*', ...original);
    }
  }
  call('XDEL', letters, id);
  return 1;
};

function claim(
  call: ScriptTools['call'],
  ...[source, group, entryId, idleInMs]: [Buffer | string, Buffer | string, Buffer | string, Buffer | string]
): void {
  const options = ['IDLE', idleInMs, 'RETRYCOUNT', 0, 'FORCE', 'JUSTID'];
  call('XCLAIM', source, group, 'replayed', 0, entryId, ...options);
}

function refusalOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function divide(fields: readonly Buffer[]): { known: Map<string, Buffer>; original: Buffer[] } {
  const known = new Map<string, Buffer>();
  const original: Buffer[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [name, value] = [fields[index] as Buffer, fields[index + 1] as Buffer];
    if (name.subarray(0, 6).toString() === 'field:') original.push(name.subarray(6), value);
    else known.set(name.toString(), value);
  }
  return { known, original };
}
