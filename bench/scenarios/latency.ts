import { compareP99, latencyHead, latencyRows } from '../report/latency-table.js';
import type { Scenario } from '../report/scenario-report.js';
import { measureLatency } from '../run/measure-latency.js';
import { field } from '../side/contestant.js';
import { stampedText } from '../side/stamp.js';

const pairs = [
  { ours: 'list trigger', theirs: 'BLPOP hand-written loop' },
  { ours: 'stream trigger', theirs: 'XREADGROUP BLOCK hand-written loop' },
] as const;

/** From being sent to being handled, with little to do. */
export const latency: Scenario = {
  name: 'latency',
  isQuick: true,
  async run(bench) {
    const { client } = bench.server;
    const messages = bench.scale(2_100);
    const list = { options: {}, send: (key: string) => client.rpush(key, stampedText()) };
    const stream = { options: {}, send: (key: string) => client.xadd(key, '*', field, stampedText()) };
    const entries = [
      { ...list, label: pairs[0].ours, contestant: 'contestants/list-trigger' },
      { ...list, label: pairs[0].theirs, contestant: 'contestants/list-blocking-loop' },
      { ...stream, label: pairs[1].ours, contestant: 'contestants/stream-trigger' },
      { ...stream, label: pairs[1].theirs, contestant: 'contestants/stream-loop' },
    ];
    const latencies = await measureLatency(bench, entries, { messages, intervalInMs: 20 });
    return {
      title: 'Latency, 50 messages a second',
      conditions: `From the sending process to the handler, over ${messages} messages each; all four processes run at the same time and get their messages in turn. Ratios are those of three parts of the run.`,
      head: latencyHead,
      rows: latencyRows(latencies),
      verdicts: pairs.map(({ ours, theirs }) =>
        compareP99(latencies, { what: `p99 of ${ours} / ${theirs}`, ours, theirs, atMost: 1.3 }),
      ),
    };
  },
};
