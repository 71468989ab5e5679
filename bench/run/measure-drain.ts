import { heldKey, isElementField } from '../../lib/list/at-least-once/held-key.js';
import type { Assignment } from '../side/assignment.js';
import type { ContestantOptions } from '../side/contestant.js';
import type { HandlerKind } from '../side/handlers.js';
import type { Bench } from './bench.js';
import { fillBacklog } from './fill-backlog.js';
import { letHolderDie } from './let-holder-die.js';
import { SideProcess } from './side-process.js';

/** One contestant of a scenario that handles a number of messages as fast as it can. */
export interface DrainEntry {
  readonly label: string;
  readonly contestant: string;
  /** What it takes its messages from; `own` makes its backlog itself. */
  readonly source: 'list' | 'stream' | 'pubsub' | 'own';
  /** How many messages it gets at first; see `Pace`. */
  readonly messages: number;
  readonly options?: ContestantOptions;
  /** What its handler does; `async` unless told. */
  readonly handler?: HandlerKind;
  /** The length of a message; 120 unless told. */
  readonly bytes?: number;
  /** Whether another process of the contestant has died with the whole backlog before. */
  readonly isHeldByDead?: boolean;
  /** Whether the clock runs from the first message on, and not only after the first half. */
  readonly isTimedFromFirst?: boolean;
}

/** What one drain gave. */
export interface Drain {
  readonly messages: number;
  /** From the first message to the last. */
  readonly tookInMs: number;
  readonly messagesPerSecond: number;
  /** CPU time of the measured process for each message, in microseconds. */
  readonly clientCpuInMicros: number;
  /** CPU time of Redis for each message, in microseconds. */
  readonly redisCpuInMicros: number;
  readonly commandsPerMessage: number;
  readonly tenthsInMs: readonly number[];
  readonly rss: readonly number[];
  readonly maxRss: number;
}

const key = 'bench';

/** Fills a backlog, starts the contestant, and measures until the last message was handled. */
export async function measureDrain(bench: Bench, entry: DrainEntry): Promise<Drain> {
  const { server, profileFolder } = bench;
  const { source, contestant, options = {}, handler = 'async' } = entry;
  // Large messages fill the memory of the machine if there are many.
  const messages = entry.bytes ? entry.messages : bench.scale(entry.messages);
  const assignment: Assignment = {
    ...{ contestant, port: server.port, key, messages, options, handler },
    purpose: 'count',
  };
  await server.client.flushall();
  const side = SideProcess.prepare(assignment, profileFolder);
  try {
    if (source === 'own') await SideProcess.load(assignment);
    if (source === 'list' || source === 'stream') {
      await fillBacklog(server.client, source, { key, messages, bytes: entry.bytes });
    }
    if (entry.isHeldByDead) await letHolderDie(assignment);
    const before = await server.work();
    await side.begin();
    const [seen] = await Promise.all([
      side.finished(),
      source === 'pubsub' ? publish(bench, assignment) : null,
    ]);
    const after = await server.work();
    await side.stop();
    await assertNothingLeft(bench, entry);
    return {
      messages,
      tookInMs: seen.inAllInMs,
      messagesPerSecond:
        (entry.isTimedFromFirst ? messages / seen.inAllInMs : seen.timed / seen.elapsedInMs) * 1_000,
      clientCpuInMicros: seen.cpuInMicros / seen.timed,
      redisCpuInMicros: (after.cpuInMicros - before.cpuInMicros) / messages,
      commandsPerMessage: (after.commands - before.commands) / messages,
      tenthsInMs: seen.tenthsInMs,
      rss: seen.rss,
      maxRss: seen.maxRss,
    };
  } finally {
    side.kill();
  }
}

async function publish({ server }: Bench, assignment: Assignment): Promise<void> {
  // NestJS says that it listens before Redis has heard of it.
  while ((await server.client.call('PUBSUB', 'NUMPAT')) === 0) await new Promise(setImmediate);
  await SideProcess.load({ ...assignment, contestant: 'contestants/publisher' });
}

/** A number that was reached by leaving out acknowledgements would be worth nothing. */
async function assertNothingLeft({ server }: Bench, { label, source }: DrainEntry): Promise<void> {
  const { client } = server;
  if (source === 'list') {
    const held = await client.hkeys(heldKey(key));
    if ((await client.llen(key)) > 0) throw new Error(`${label} left elements`);
    if (held.some(isElementField)) throw new Error(`${label} left elements unacknowledged`);
  }
  if (source !== 'stream') return;
  const groups = (await client.xinfo('GROUPS', key)) as unknown[][];
  const pending = groups.map((group) => group[group.indexOf('pending') + 1]);
  if (pending.some((number) => number !== 0)) throw new Error(`${label} left entries unacknowledged`);
}
