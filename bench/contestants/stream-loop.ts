import { Redis } from 'ioredis';
import type { Contestant } from '../side/contestant.js';

/** How long a stop may have to wait for a read. */
const blockInMs = 100;

type Entry = [id: string, fields: string[]];
type Reply = [key: string, entries: Entry[]][] | null;

/** The loop by hand: XREADGROUP, run all, XACK, read again. It hands on what the client gave it. */
export const contestant: Contestant = {
  async start({ port, key, options }, handle) {
    const { count = 10 } = options;
    const client = new Redis(port);
    await client.xgroup('CREATE', key, 'loop', '0', 'MKSTREAM');
    let isStopping = false;
    const loop = async (): Promise<void> => {
      while (!isStopping) {
        const reply = (await client.xreadgroup(
          ...(['GROUP', 'loop', 'one', 'COUNT', count, 'BLOCK', blockInMs, 'STREAMS', key, '>'] as const),
        )) as Reply;
        const entries = reply?.[0]?.[1] ?? [];
        if (entries.length === 0) continue;
        await Promise.all(entries.map(async (entry) => handle(entry)));
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

  textOf: (message) => (message as Entry)[1][1] ?? '',
};
