import { setTimeout } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { numberText } from '../report/number-text.js';
import type { Scenario, Verdict } from '../report/scenario-report.js';
import { quantile } from '../report/statistics.js';
import type { Assignment } from '../side/assignment.js';
import { field } from '../side/contestant.js';
import { stampedText } from '../side/stamp.js';
import { SideProcess } from '../run/side-process.js';

/** Between two messages of one contestant: 50 a second. */
const intervalInMs = 20;

const sides = [
  { label: 'list trigger', contestant: 'contestants/list-trigger', isStream: false },
  { label: 'BLPOP loop by hand', contestant: 'contestants/list-blocking-loop', isStream: false },
  { label: 'stream trigger', contestant: 'contestants/stream-trigger', isStream: true },
  { label: 'XREADGROUP BLOCK loop by hand', contestant: 'contestants/stream-loop', isStream: true },
] as const;

type Side = (typeof sides)[number];

const pairs = [
  ['list trigger', 'BLPOP loop by hand'],
  ['stream trigger', 'XREADGROUP BLOCK loop by hand'],
] as const;

/** From being sent to being handled, with little to do. All sides run at once, so that they share what disturbs them. */
export const latency: Scenario = {
  name: 'latency',
  isQuick: true,
  async run(bench) {
    const { client, port } = bench.server;
    await client.flushall();
    const messages = bench.scale(1_000);
    const processes = new Map<Side, SideProcess>();
    try {
      for (const side of sides) {
        const { contestant, label } = side;
        const conditions = { contestant, port, key: label, messages, options: {} };
        const assignment: Assignment = { ...conditions, purpose: 'latency' };
        processes.set(side, (await SideProcess.start(assignment, bench.profileFolder)).side);
      }
      bench.say(`  ${messages} messages for each of ${sides.length}, 50 a second`);
      const finished = Promise.all([...processes.values()].map((each) => each.finished()));
      await Promise.all([finished, sendInTurn(client, messages)]);
      const latencies = new Map<string, readonly number[]>();
      const seen = await finished;
      sides.forEach(({ label }, index) => latencies.set(label, seen[index]?.latencies ?? []));
      return {
        title: 'Latency, 50 messages a second',
        conditions: `From the sending process to the handler, in microseconds, over ${messages} messages each; all four processes run at the same time and get their messages in turn.`,
        head: ['what', 'p50 µs', 'p99 µs', 'largest µs'],
        rows: [...latencies].map(([label, all]) => [
          label,
          ...[0.5, 0.99, 1].map((part) => numberText(quantile(all, part))),
        ]),
        verdicts: pairs.map((pair) => verdictOf(pair, latencies)),
      };
    } finally {
      for (const each of processes.values()) each.kill();
    }
  },
};

async function sendInTurn(client: Redis, messages: number): Promise<void> {
  const began = performance.now();
  for (let sent = 0; sent < messages * sides.length; sent++) {
    const due = began + (sent * intervalInMs) / sides.length;
    await setTimeout(Math.max(0, due - performance.now()));
    const side = sides[sent % sides.length];
    if (!side) continue;
    if (side.isStream) void client.xadd(side.label, '*', field, stampedText());
    else void client.rpush(side.label, stampedText());
  }
}

function verdictOf(
  [ours, theirs]: (typeof pairs)[number],
  latencies: ReadonlyMap<string, readonly number[]>,
): Verdict {
  const p99 = (label: string): number => quantile(latencies.get(label) ?? [], 0.99);
  const ratio = p99(ours) / p99(theirs);
  return {
    what: `p99 of ${ours} / ${theirs}`,
    target: '≤ 1.3 ×',
    result: `${numberText(ratio)} ×`,
    isMet: ratio <= 1.3,
  };
}
