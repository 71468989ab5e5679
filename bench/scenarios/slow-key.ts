import { setTimeout } from 'node:timers/promises';
import { optionTable } from '../../lib/functions/option-table.js';
import { numberText } from '../report/number-text.js';
import type { Scenario } from '../report/scenario-report.js';
import { quantile } from '../report/statistics.js';
import type { Bench } from '../run/bench.js';
import { SideProcess } from '../run/side-process.js';
import { field, type ContestantOptions } from '../side/contestant.js';
import { stampedText } from '../side/stamp.js';

/** The handler of a slow message takes so long. */
const slowInMs = 1_000;
/** Between two messages of the others: 100 a second. */
const intervalInMs = 10;

/** With `orderBy` the slow ones are those of one order; without it, those of one of two streams. */
const options: ContestantOptions = {
  concurrency: 100,
  keys: ['slow'],
  ...('orderBy' in optionTable ? { orderBy: 'order' } : {}),
};

/** Messages of one order take a second each; those of all others go on as if there were none. */
export const slowKey: Scenario = {
  name: 'slow-key',
  isQuick: false,
  async run(bench) {
    const without = await latenciesOf(bench, false);
    const beside = await latenciesOf(bench, true);
    const row = (label: string, all: readonly number[]): string[] => [
      label,
      ...[0.5, 0.99, 1].map((part) => numberText(quantile(all, part))),
    ];
    const ratio = quantile(beside, 0.99) / quantile(without, 0.99);
    return {
      title: 'One slow key',
      conditions: `A stream trigger with \`concurrency: 100\`${options.orderBy ? ' and `orderBy`' : ''}; 100 messages a second, and one a second of the slow key, whose handler takes ${slowInMs} ms.`,
      head: ['the others', 'p50 µs', 'p99 µs', 'largest µs'],
      rows: [row('without slow messages', without), row('beside slow messages', beside)],
      verdicts: [
        {
          what: 'p99 of the others, beside slow messages / without',
          target: '≤ 1.3 × (unchanged, but for noise)',
          result: `${numberText(ratio)} ×`,
          isMet: ratio <= 1.3,
        },
      ],
    };
  },
};

async function latenciesOf(bench: Bench, hasSlow: boolean): Promise<readonly number[]> {
  const { client, port } = bench.server;
  await client.flushall();
  const messages = bench.scale(800);
  bench.say(`  ${messages} messages ${hasSlow ? 'beside slow ones' : 'alone'}`);
  const conditions = { contestant: 'contestants/stream-trigger', port, key: 'fast', messages, options };
  const { side } = await SideProcess.start(
    { ...conditions, purpose: 'latency', slowInMs },
    bench.profileFolder,
  );
  try {
    const finished = side.finished();
    const began = performance.now();
    for (let sent = 0; sent < messages; sent++) {
      await setTimeout(Math.max(0, began + sent * intervalInMs - performance.now()));
      void client.xadd('fast', '*', field, stampedText(), 'order', `${sent}`);
      if (hasSlow && sent % (1_000 / intervalInMs) === 0) {
        void client.xadd('slow', '*', field, stampedText('slow'), 'order', 'slow');
      }
    }
    return (await finished).latencies;
  } finally {
    side.kill();
  }
}
