import { setTimeout } from 'node:timers/promises';
import type { Observation } from '../side/assignment.js';
import type { BenchServer } from './bench-server.js';
import type { Bench } from './bench.js';
import { countBusyCores } from './busy-cores.js';
import { fillBacklog } from './fill-backlog.js';
import type { Measured } from './in-rounds.js';
import { SideProcess } from './side-process.js';

const key = 'bench';

/** The parts of the backlog at which the clock starts and stops: at its end, some have nothing to do any more. */
const [from, to] = [0.4, 0.9];

/** What several processes did together. */
export interface Together {
  readonly messagesPerSecond: number;
  /** In cores, as the two others. */
  readonly redisCpu: number;
  readonly clientCpu: number;
  /** Of the whole machine, with what else runs there. */
  readonly busyCores: number;
}

export interface TogetherEntry {
  readonly kind: 'list' | 'stream';
  readonly processes: number;
  readonly messages: number;
  /** With how many messages they are warmed up. */
  readonly warmUp: number;
}

/** Starts so many processes. Each measurement fills one list, or one stream, and has them drain it together. */
export function openTogether(
  bench: Bench,
  { kind, processes, messages, warmUp }: TogetherEntry,
): Measured<Together> {
  const { server, profileFolder } = bench;
  const assignment = {
    ...{ port: server.port, key, options: { count: 100 } },
    contestant: `contestants/${kind}-trigger`,
    // More than there are: none of them is the one to finish.
    messages: warmUp * 2,
    purpose: 'count' as const,
  };
  const sides = Array.from({ length: processes }, () => SideProcess.prepare(assignment, profileFolder));
  const measure = async (backlog = messages): Promise<Together> => {
    await server.client.flushall();
    await fillBacklog(server.client, kind, { key, messages: backlog });
    await Promise.all(sides.map((side) => side.begin()));
    const together = await watch(server, sides, backlog);
    await Promise.all(sides.map((side) => side.stop()));
    return together;
  };
  return {
    warmUp: () => measure(warmUp),
    measure: () => measure(),
    end: () => Promise.all(sides.map((side) => side.end())),
  };
}

async function watch(
  server: BenchServer,
  sides: readonly SideProcess[],
  messages: number,
): Promise<Together> {
  const lookAfter = async (part: number): Promise<Totals> => {
    let seen = totalsOf(await Promise.all(sides.map((side) => side.look())));
    while (seen.handled < messages * part) {
      await setTimeout(10);
      seen = totalsOf(await Promise.all(sides.map((side) => side.look())));
    }
    return seen;
  };
  const first = await lookAfter(from);
  const [redisBefore, busyCores, began] = [await server.work(), countBusyCores(), performance.now()];
  const last = await lookAfter(to);
  const inMicros = (performance.now() - began) * 1_000;
  const redisAfter = await server.work();
  return {
    messagesPerSecond: ((last.handled - first.handled) / inMicros) * 1_000_000,
    redisCpu: (redisAfter.cpuInMicros - redisBefore.cpuInMicros) / inMicros,
    clientCpu: (last.cpuInMicros - first.cpuInMicros) / inMicros,
    busyCores: busyCores(),
  };
}

interface Totals {
  readonly handled: number;
  readonly cpuInMicros: number;
}

function totalsOf(seen: readonly Observation[]): Totals {
  return {
    handled: seen.reduce((sum, each) => sum + each.handled, 0),
    cpuInMicros: seen.reduce((sum, each) => sum + each.totalCpuInMicros, 0),
  };
}
