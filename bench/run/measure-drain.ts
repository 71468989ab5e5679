import { heldKey, isElementField } from '../../lib/list/at-least-once/held-key.js';
import type { Assignment } from '../side/assignment.js';
import type { ContestantOptions } from '../side/contestant.js';
import type { HandlerKind } from '../side/handlers.js';
import type { Bench } from './bench.js';
import { fillBacklog } from './fill-backlog.js';
import type { Measured } from './in-rounds.js';
import { letHolderDie } from './let-holder-die.js';
import { SideProcess } from './side-process.js';

/** One contestant of a scenario that handles a number of messages as fast as it can. */
export interface DrainEntry {
  readonly label: string;
  readonly contestant: string;
  /** What it takes its messages from; `own` makes its backlog itself. */
  readonly source: 'list' | 'stream' | 'pubsub' | 'own';
  readonly messages: number;
  /** With how many its process is warmed up; as many unless told. */
  readonly warmUp?: number;
  readonly options?: ContestantOptions;
  /** What its handler does; `async` unless told. */
  readonly handler?: HandlerKind;
  /** The length of a message; 120 unless told. */
  readonly bytes?: number;
  /** Whether another process of the contestant has died with the whole backlog before. */
  readonly isHeldByDead?: boolean;
}

/** What one drain gave. */
export interface Drain {
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

type Surroundings = Pick<Bench, 'server' | 'profileFolder'>;

const key = 'bench';

/** Starts a process for a contestant. Each measurement fills a backlog and has the contestant drain it. */
export function openDrain(bench: Surroundings, entry: DrainEntry): Measured<Drain> {
  const { contestant, messages, options = {}, handler = 'async' } = entry;
  const assignment: Assignment = {
    ...{ contestant, port: bench.server.port, key, messages, options, handler },
    purpose: 'count',
  };
  const side = SideProcess.prepare(assignment, bench.profileFolder);
  return {
    warmUp: () => drain(bench, entry, { ...assignment, messages: entry.warmUp ?? messages }, side),
    measure: () => drain(bench, entry, assignment, side),
    end: () => side.end(),
  };
}

async function drain(
  bench: Surroundings,
  entry: DrainEntry,
  assignment: Assignment,
  side: SideProcess,
): Promise<Drain> {
  const { server } = bench;
  const { source, bytes } = entry;
  const { messages } = assignment;
  await server.client.flushall();
  if (source === 'own') await SideProcess.load(assignment);
  if (source === 'list' || source === 'stream') {
    await fillBacklog(server.client, source, { key, messages, bytes });
  }
  if (entry.isHeldByDead) await letHolderDie(assignment);
  const before = await server.work();
  const [seen] = await Promise.all([side.finished(), begin(bench, entry, assignment, side)]);
  const after = await server.work();
  await side.stop();
  await assertNothingLeft(bench, entry);
  return {
    messagesPerSecond: (messages / seen.elapsedInMs) * 1_000,
    clientCpuInMicros: seen.cpuInMicros / messages,
    redisCpuInMicros: (after.cpuInMicros - before.cpuInMicros) / messages,
    commandsPerMessage: (after.commands - before.commands) / messages,
    tenthsInMs: seen.tenthsInMs,
    rss: seen.rss,
    maxRss: seen.maxRss,
  };
}

async function begin(
  bench: Surroundings,
  { source }: DrainEntry,
  assignment: Assignment,
  side: SideProcess,
): Promise<void> {
  await side.begin(assignment.messages);
  if (source === 'pubsub') await publish(bench, assignment);
}

async function publish({ server }: Surroundings, assignment: Assignment): Promise<void> {
  // NestJS says that it listens before Redis has heard of it.
  while ((await server.client.call('PUBSUB', 'NUMPAT')) === 0) await new Promise(setImmediate);
  await SideProcess.load({ ...assignment, contestant: 'contestants/publisher' });
}

/** A number that was reached by leaving out acknowledgements would be worth nothing. */
async function assertNothingLeft({ server }: Surroundings, { label, source }: DrainEntry): Promise<void> {
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
