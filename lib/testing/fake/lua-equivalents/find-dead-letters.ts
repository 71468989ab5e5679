import type { ScriptEquivalent } from '../scripts/scripts.js';

type Entry = readonly [id: Buffer, fields: readonly Buffer[]];

/** What the first script of `lib/redis/commands/lua/find-dead-letters.ts` does. */
export const findDeadLettersEquivalent: ScriptEquivalent = ({ keys: [key = ''], args, call }) => {
  const [from = '', to = '', most, mostBytes] = args;
  const found: Buffer[] = [];
  const page = call('XRANGE', key, from, to, 'COUNT', Number(most)) as unknown as readonly Entry[];
  let bytes = 0;
  for (const [id, fields] of page) {
    const known = new Map<string, Buffer>();
    for (let at = 0; at + 1 < fields.length; at += 2) {
      const [name, value] = [fields[at] as Buffer, fields[at + 1] as Buffer];
      bytes += name.length + value.length;
      known.set(name.toString(), value);
    }
    if (/^(pubsub|list|stream)$/.test(String(known.get('kind')))) {
      found.push(id, known.get('source') ?? Buffer.alloc(0));
    }
    if (bytes >= Number(mostBytes)) return [id, found];
  }
  return [page.length === Number(most) ? page.at(-1)?.[0] : null, found];
};

/** What the second does. */
export const newestIdEquivalent: ScriptEquivalent = ({ keys: [key = ''], call }) => {
  const [newest] = call('XREVRANGE', key, '+', '-', 'COUNT', 1) as unknown as readonly Entry[];
  return newest?.[0] ?? null;
};
