import type { Fault } from './fault.js';
import type { Stage } from './stage.js';
import { until } from './until.js';

/** What tells a reply with messages from others. */
const mark = ' marked';
const lateByMs = 4_500;

/** On the slow link each second one large message can pass. */
const largeBytes = 100_000;

/** What happens to the bytes on their way. */
export const linkFaults: readonly Fault[] = [
  {
    name: 'Reply cut, the next one late',
    shortOn: ['list', 'reliableList', 'stream'],
    how: 'a reply with messages is cut in its middle; on the new connection the next one comes 4.5 s late',
    consumerIn: 'this process',
    byProxy: true,
    padding: mark,
    lastsInMs: { full: 11_000, short: 5_500 },
    strikesEveryMs: 6_000,
    strike: cutThenDelay,
    health: 'either',
    idles: [],
    repeats: [],
  },
  {
    name: 'Slow link',
    shortOn: ['pubsub', 'reliableList'],
    how: '100 kB a second from the server, and messages of 100 kB, one for each second',
    consumerIn: 'this process',
    byProxy: true,
    lastsInMs: { full: 20_000, short: 4_000 },
    strike: async ({ proxy, producer, lastsInMs }: Stage): Promise<void> => {
      proxy.setSpeed({ toClient: largeBytes });
      const total = producer.confirmed.size + lastsInMs / 1_000;
      await producer.produceUntil(total, Infinity, undefined, ` ${'x'.repeat(largeBytes)}`);
    },
    end: ({ proxy }) => proxy.setSpeed(),
    health: 'ready',
    idles: [],
    repeats: [],
  },
];

async function cutThenDelay({ proxy }: Stage): Promise<void> {
  let madeAtCut: number | undefined;
  let wasLate = false;
  proxy.decideReplies(({ bytes, connection }) => {
    if (wasLate || !bytes.includes(mark)) return {};
    if (madeAtCut === undefined) {
      madeAtCut = proxy.connectionsMade;
      return { cutAfter: Math.floor(bytes.length / 2) };
    }
    if (connection <= madeAtCut) return {};
    wasLate = true;
    return { delayInMs: lateByMs };
  });
  if (!(await until(() => wasLate))) throw new Error('no reply was late: the fault did not happen');
}
