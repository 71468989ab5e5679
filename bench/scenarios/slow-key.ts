import { compareP99, latencyHead, latencyRows } from '../report/latency-table.js';
import type { Scenario } from '../report/scenario-report.js';
import { measureLatency, type LatencyEntry } from '../run/measure-latency.js';
import { field } from '../side/contestant.js';
import { stampedText } from '../side/stamp.js';

/** The handler of a slow message takes so long. */
const slowInMs = 1_000;
/** Between two messages of the others: 100 a second. */
const intervalInMs = 10;
const messagesPerSecond = 1_000 / intervalInMs;

const alone = 'without slow messages';
const beside = 'beside slow messages';

/** Messages of one key take a second each; those of all others go on as if there were none. */
export const slowKey: Scenario = {
  name: 'slow-key',
  isQuick: false,
  async run(bench) {
    const { client } = bench.server;
    const messages = bench.scale(2_100);
    const send = (key: string): void => void client.xadd(key, '*', field, stampedText());
    const sendSlow = (key: string, number: number): void => {
      send(key);
      if (number % messagesPerSecond > 0) return;
      void client.xadd(slowKeyOf(key), '*', field, stampedText('slow'));
    };
    const entries: LatencyEntry[] = [
      { ...entryOf(alone), send },
      { ...entryOf(beside), send: sendSlow },
    ];
    const latencies = await measureLatency(bench, entries, { messages, intervalInMs });
    return {
      title: 'One slow key',
      conditions: `Two stream triggers, each on two streams, with \`concurrency: 100\` and \`orderBy\`. Each gets 100 messages a second; one of them also one a second on its other stream, whose handler takes ${slowInMs} ms. The figures are those of the messages that are not slow.`,
      head: latencyHead,
      rows: latencyRows(latencies),
      verdicts: [
        compareP99(latencies, {
          what: 'p99 of the others, beside slow messages / without (unchanged, but for noise)',
          ours: beside,
          theirs: alone,
          atMost: 1.3,
        }),
      ],
    };
  },
};

function entryOf(label: string): Omit<LatencyEntry, 'send'> {
  const options = { concurrency: 100, keys: [slowKeyOf(label)], feature: 'orderBy' as const };
  return { label, contestant: 'contestants/stream-trigger', options, slowInMs };
}

function slowKeyOf(key: string): string {
  return `${key}:slow`;
}
