import { Redis } from 'ioredis';
import { field, type Contestant } from '../side/contestant.js';

type Entry = [id: string, fields: string[]];
type Reply = [key: string, entries: Entry[]][] | null;

/** The loop by hand that gives its handler what the trigger gives it: the key, and the fields as a JSON text. */
export const contestant: Contestant = {
  async start({ port, key, options }, handle) {
    const { count = 10 } = options;
    const client = new Redis(port);
    await client.xgroup('CREATE', key, 'loop', '0', 'MKSTREAM');
    let isStopping = false;
    const loop = async (): Promise<void> => {
      while (!isStopping) {
        const reply = (await client.xreadgroup(
          ...(['GROUP', 'loop', 'one', 'COUNT', count, 'BLOCK', 1_000, 'STREAMS', key, '>'] as const),
        )) as Reply;
        const entries = reply?.[0]?.[1] ?? [];
        if (entries.length === 0) continue;
        await Promise.all(
          entries.map(async ([, fields]) => handle({ trigger: key, message: asJson(fields) })),
        );
        await client.xack(key, 'loop', ...entries.map(([id]) => id));
      }
    };
    const ended = loop();
    return {
      async stop() {
        isStopping = true;
        await ended;
        client.disconnect();
      },
    };
  },

  textOf(message) {
    const fields = JSON.parse((message as { message: string }).message) as Record<string, string>;
    return fields[field] ?? '';
  },
};

function asJson(fields: readonly string[]): string {
  const members: Record<string, string> = {};
  for (let index = 0; index + 1 < fields.length; index += 2)
    members[fields[index] ?? ''] = fields[index + 1] ?? '';
  return JSON.stringify(members);
}
