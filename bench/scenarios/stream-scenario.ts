import type { Scenario } from '../report/scenario-report.js';
import { drainScenario } from './drain-scenario.js';

const byHand = 'hand-written loop, ioredis';

/** A backlog in one stream, with so many entries a read. */
export function streamScenario(count: number, messages: number, atLeast: number): Scenario {
  const contestants = {
    'stream trigger': 'contestants/stream-trigger',
    [byHand]: 'contestants/stream-loop',
    [`${byHand}, fields as JSON`]: 'contestants/stream-text-loop',
    [`${byHand}, two reads under way`]: 'contestants/stream-pipelined-loop',
    'hand-written loop, node-redis': 'peers/node-redis-stream-loop',
  };
  return drainScenario({
    name: `stream-${count}`,
    title: `Stream, \`count: ${count}\``,
    conditions: `A backlog in one stream, one group; every entry is acknowledged after its own success. The plain loop hands on what the client gave it; the one with JSON makes the text that a handler of the trigger gets. So does the one with two reads under way, which also gathers the acknowledgements of a turn: it shows what this machine has to give, and keeps no other promise.`,
    entries: Object.entries(contestants).map(([label, contestant]) => ({
      ...{ label, contestant, messages, options: { count } },
      source: 'stream' as const,
    })),
    targets: [{ what: 'stream trigger', against: byHand, atLeast }],
  });
}
