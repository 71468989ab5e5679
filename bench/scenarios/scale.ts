import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { numberText } from '../report/number-text.js';
import type { Scenario, Verdict } from '../report/scenario-report.js';
import { countBusyCores } from '../run/busy-cores.js';
import { fillBacklog } from '../run/fill-backlog.js';
import { SideProcess } from '../run/side-process.js';
import type { Bench } from '../run/bench.js';
import type { Observation } from '../side/assignment.js';

const key = 'bench';
const cores = availableParallelism();
/** In cores: nothing is quite full while it waits for what is on its way. */
const redisIsFull = 0.9;
const coresAreFull = cores * 0.9;

/** What several processes did together. */
interface Together {
  readonly processes: number;
  readonly messagesPerSecond: number;
  /** In cores. */
  readonly redisCpu: number;
  readonly clientCpu: number;
  /** Of the whole machine, with what else runs there. */
  readonly busyCores: number;
}

/** One, two and four processes on the same list, and on the same stream. */
export const scale: Scenario = {
  name: 'scale',
  isQuick: false,
  async run(bench) {
    const rows: string[][] = [];
    const verdicts: Verdict[] = [];
    const remarks: string[] = [];
    for (const kind of ['list', 'stream'] as const) {
      const all: Together[] = [];
      for (const processes of [1, 2, 4]) {
        bench.say(`  ${processes} × ${kind} trigger`);
        all.push(await together(bench, kind, processes));
      }
      for (const each of all) {
        const name = `${each.processes} × ${kind} trigger`;
        const { messagesPerSecond, redisCpu, clientCpu, busyCores } = each;
        const figures = [messagesPerSecond, redisCpu, clientCpu, busyCores].map(numberText);
        rows.push([name, ...figures, limitOf(each)]);
      }
      verdicts.push(...growthOf(kind, all));
      const last = all.at(-1);
      if (last) remarks.push(`With four processes on one ${kind}, the limit was: ${limitOf(last)}.`);
    }
    return {
      title: 'Several processes',
      conditions: `One backlog, \`count: 100\`, ${cores} cores. CPU is in cores: of Redis, of all processes together, and of the whole machine with what else runs there.`,
      head: ['what', 'messages/s', 'Redis', 'processes', 'whole machine', 'limit'],
      rows,
      verdicts,
      remark: remarks.join(' '),
    };
  },
};

async function together(bench: Bench, kind: 'list' | 'stream', processes: number): Promise<Together> {
  const { server } = bench;
  const messages = bench.scale(kind === 'list' ? 2_000_000 : 1_000_000);
  await server.client.flushall();
  const sides: SideProcess[] = [];
  try {
    const options = { count: 100, ...(kind === 'stream' ? { consumerGroup: 'scale' } : {}) };
    // More than there are: none of them is the one to finish.
    const conditions = { port: server.port, key, messages: messages * 2, options };
    const assignment = {
      ...conditions,
      contestant: `contestants/${kind}-trigger`,
      purpose: 'count' as const,
    };
    for (let each = 0; each < processes; each++) {
      sides.push((await SideProcess.start(assignment, bench.profileFolder)).side);
    }
    const cpuOf = (seen: readonly Observation[]): number => total(seen, (each) => each.totalCpuInMicros);
    const handledOf = (seen: readonly Observation[]): number => total(seen, (each) => each.handled);
    const look = (): Promise<Observation[]> => Promise.all(sides.map((side) => side.look()));
    // All of them listen; what is added now reaches all.
    await fillBacklog(server.client, kind, { key, messages });
    const busyCores = countBusyCores();
    const [first, redisBefore, began] = [await look(), await server.work(), performance.now()];
    let last = first;
    while (handledOf(last) < messages) {
      await setTimeout(20);
      last = await look();
    }
    const inMicros = (performance.now() - began) * 1_000;
    const redisAfter = await server.work();
    return {
      processes,
      messagesPerSecond: ((messages - handledOf(first)) / inMicros) * 1_000_000,
      redisCpu: (redisAfter.cpuInMicros - redisBefore.cpuInMicros) / inMicros,
      clientCpu: (cpuOf(last) - cpuOf(first)) / inMicros,
      busyCores: busyCores(),
    };
  } finally {
    for (const side of sides) side.kill();
  }
}

function total(seen: readonly Observation[], figure: (each: Observation) => number): number {
  return seen.reduce((sum, each) => sum + figure(each), 0);
}

function limitOf(each: Together): string {
  if (each.redisCpu >= redisIsFull) return 'Redis, which uses one core';
  if (each.busyCores >= coresAreFull) {
    const others = Math.max(0, each.busyCores - each.redisCpu - each.clientCpu);
    return `the ${cores} cores of the machine, of which other work used ${numberText(others)}`;
  }
  if (each.clientCpu >= each.processes * 0.9) return 'the processes themselves, of one thread each';
  return 'neither Redis nor the cores';
}

/** More processes should do more, unless Redis or the cores were full before. */
function growthOf(kind: string, all: readonly Together[]): Verdict[] {
  return all.slice(1).map((each, index) => {
    const before = all[index] ?? each;
    const ratio = each.messagesPerSecond / before.messagesPerSecond;
    const isFull = [before, each].some(
      ({ redisCpu, busyCores }) => redisCpu >= redisIsFull || busyCores >= coresAreFull,
    );
    return {
      what: `${each.processes} processes on one ${kind} / ${before.processes}`,
      target: '> 1 ×, until Redis or the cores are the limit',
      result: `${numberText(ratio)} ×; limit: ${limitOf(each)}`,
      isMet: ratio > 1 || isFull,
    };
  });
}
