import type { Redis } from 'ioredis';
import { setTimeout } from 'node:timers/promises';
import { numberText } from '../report/number-text.js';
import type { Scenario } from '../report/scenario-report.js';
import { quantile } from '../report/statistics.js';
import type { Bench } from '../run/bench.js';
import { SideProcess } from '../run/side-process.js';
import { field } from '../side/contestant.js';
import { stampedText } from '../side/stamp.js';

const concurrency = 10;
const handlerInMs = 10;
/** So many messages are under way at any time: each waits for so many turns of the handler. */
const outstanding = 40;
const turns = outstanding / concurrency;
/** A turn of the handler and its timer; the rest is for the way. */
const boundInMs = turns * handlerInMs * 2;

/**
 * Full load: as soon as one message is handled, another is sent. Where the places are shared out fairly, none waits
 * much longer than the messages before it take.
 */
export const fullLoad: Scenario = {
  name: 'full-load',
  isQuick: false,
  async run(bench) {
    const rows: string[][] = [];
    const verdicts = [];
    for (const kind of ['list', 'stream'] as const) {
      bench.say(`  ${kind} trigger`);
      const inMs = (await loadOf(bench, kind)).map((each) => each / 1_000);
      const label = `${kind} trigger`;
      rows.push([label, ...[0.5, 0.99, 1].map((part) => numberText(quantile(inMs, part)))]);
      const p99 = quantile(inMs, 0.99);
      const result = `${numberText(p99)} ms`;
      verdicts.push({
        what: `p99 of ${label} under full load`,
        target: `≤ ${boundInMs} ms`,
        result,
        isMet: p99 <= boundInMs,
      });
    }
    return {
      title: 'Latency under full load',
      conditions: `A handler that waits ${handlerInMs} ms, \`concurrency: ${concurrency}\`, always ${outstanding} messages under way: ${turns} turns of the handler for each, so at best ${turns * handlerInMs} ms. The bound is twice that.`,
      head: ['what', 'p50 ms', 'p99 ms', 'largest ms'],
      rows,
      verdicts,
    };
  },
};

async function loadOf(bench: Bench, kind: 'list' | 'stream'): Promise<readonly number[]> {
  const { client, port } = bench.server;
  await client.flushall();
  const messages = bench.scale(3_000);
  const contestant = `contestants/${kind}-trigger`;
  const conditions = { contestant, port, key: 'bench', messages, options: { concurrency } };
  const { side } = await SideProcess.start(
    { ...conditions, purpose: 'latency', handlerInMs },
    bench.profileFolder,
  );
  try {
    let isFinished = false;
    const finished = side.finished().finally(() => {
      isFinished = true;
    });
    for (let sent = 0; sent < messages && !isFinished;) {
      const { handled } = await side.look();
      const missing = Math.min(outstanding - (sent - handled), messages - sent);
      for (let each = 0; each < missing; each++) void send(client, kind);
      sent += Math.max(0, missing);
      await setTimeout(2);
    }
    // The first tenth warms up.
    return (await finished).latencies.slice(messages / 10);
  } finally {
    side.kill();
  }
}

function send(client: Redis, kind: 'list' | 'stream'): Promise<unknown> {
  if (kind === 'list') return client.rpush('bench', stampedText());
  return client.xadd('bench', '*', field, stampedText());
}
