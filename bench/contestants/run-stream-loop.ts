import { Redis } from 'ioredis';
import type { Conditions, Contestant, Handle } from '../side/contestant.js';

/** What a hand-written loop over one stream works with. */
export interface StreamLoop {
  readonly client: Redis;
  readonly key: string;
  readonly count: number;
  readonly isStopping: boolean;
}

type Entry = [id: string, fields: string[]];
type Reply = [key: string, entries: Entry[]][] | null;

/** Makes the group `loop`, and runs a loop that reads it until it is stopped. */
export async function runStreamLoop(
  { port, key, options }: Conditions,
  run: (loop: StreamLoop) => Promise<void>,
): ReturnType<Contestant['start']> {
  const client = new Redis(port);
  await client.xgroup('CREATE', key, 'loop', '0', 'MKSTREAM');
  const loop = { client, key, count: options.count ?? 10, isStopping: false };
  const ended = run(loop);
  return {
    async stop() {
      loop.isStopping = true;
      await ended;
      client.disconnect();
    },
  };
}

/** The hand-written loop: XREADGROUP, run all, XACK, read again. */
export async function readAndRunAll(
  loop: StreamLoop,
  handle: Handle,
  messageOf: (entry: Entry) => unknown,
): Promise<void> {
  const { client, key, count } = loop;
  while (!loop.isStopping) {
    const reply = (await client.xreadgroup(
      ...(['GROUP', 'loop', 'one', 'COUNT', count, 'BLOCK', 1_000, 'STREAMS', key, '>'] as const),
    )) as Reply;
    const entries = reply?.[0]?.[1] ?? [];
    if (entries.length === 0) continue;
    await Promise.all(entries.map(async (entry) => handle(messageOf(entry))));
    await client.xack(key, 'loop', ...entries.map(([id]) => id));
  }
}
