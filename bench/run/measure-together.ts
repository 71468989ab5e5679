import { setTimeout } from 'node:timers/promises';
import type { Observation } from '../side/assignment.js';
import type { Bench } from './bench.js';
import { countBusyCores } from './busy-cores.js';
import { fillBacklog } from './fill-backlog.js';
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

/** Has so many processes drain one list, or one stream. */
export async function measureTogether(
  bench: Bench,
  { kind, processes, messages }: { kind: 'list' | 'stream'; processes: number; messages: number },
): Promise<Together> {
  const { server } = bench;
  await server.client.flushall();
  const assignment = {
    ...{ port: server.port, key, options: { count: 100 } },
    contestant: `contestants/${kind}-trigger`,
    // More than there are: none of them is the one to finish.
    messages: messages * 2,
    purpose: 'count' as const,
  };
  const sides = Array.from({ length: processes }, () => SideProcess.prepare(assignment, bench.profileFolder));
  try {
    await fillBacklog(server.client, kind, { key, messages });
    await Promise.all(sides.map((side) => side.begin()));
    const lookAfter = async (part: number): Promise<Totals> => {
      let seen = totalsOf(await Promise.all(sides.map((side) => side.look())));
      while (seen.handled < messages * part) {
        await setTimeout(25);
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
  } finally {
    for (const side of sides) side.kill();
  }
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
