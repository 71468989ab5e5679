import type { Fault } from './fault.js';
import { asPubSub } from './applicable.js';
import type { Stage } from './stage.js';
import { concurrency } from './trigger-under-test.js';
import { realTime } from '../../support/real-time.js';

const hourInMs = 3_600_000;
const notPushed = 'it is read by request and reply: nothing piles up';

/** What happens to the process of a consumer. */
export const processFaults: readonly Fault[] = [
  {
    name: 'Consumer killed in the middle of a handler',
    shortOn: ['stream', 'list', 'reliableList', 'exclusive'],
    how: 'SIGKILL; another process is started a second later',
    consumerIn: 'a process',
    behaviour: 'unhurried',
    lastsInMs: { full: 1_000, short: 300 },
    strike: (stage) => stage.process.signal('SIGKILL'),
    end: (stage) => stage.process.restart(),
    health: 'unreachable',
    idles: [],
    repeats: ['reliableList', 'stream'],
  },
  {
    name: 'Consumer frozen',
    shortOn: ['stream', 'reliableList', 'exclusive'],
    how: 'SIGSTOP, SIGCONT; there is a second consumer, but for pub/sub',
    consumerIn: 'a process',
    behaviour: 'unhurried',
    consumers: 2,
    lastsInMs: { full: 10_000, short: 3_000 },
    strike: (stage) => stage.process.signal('SIGSTOP'),
    end: (stage) => stage.process.signal('SIGCONT'),
    health: 'unreachable',
    idles: [],
    repeats: ['reliableList', 'stream'],
  },
  {
    name: 'Event loop blocked',
    shortOn: ['stream', 'reliableList'],
    how: 'a busy loop, longer than `claimIdleInMs`; there is a second consumer, but for pub/sub',
    consumerIn: 'a process',
    behaviour: 'unhurried',
    consumers: 2,
    lastsInMs: { full: 10_000, short: 3_000 },
    strike: ({ process, lastsInMs }) => process.tell({ blockForMs: lastsInMs }),
    health: 'unreachable',
    idles: [],
    repeats: ['reliableList', 'stream'],
    // What a blocked process runs; on a busy machine the other one may be held up as well.
    mostRepeats: 2 * concurrency,
  },
  {
    name: 'Handler ends its process',
    shortOn: ['stream', 'reliableList'],
    notOn: { exclusive: asPubSub },
    how: 'process.exit() for one message in 4,000; the process is started again each time',
    consumerIn: 'a process',
    behaviour: 'exiting',
    restarts: true,
    lastsInMs: { full: 3_000, short: 1_000 },
    strike: () => undefined,
    health: 'unreachable',
    idles: [],
    repeats: ['reliableList', 'stream'],
  },
  {
    name: 'Subscriber does not read',
    shortOn: ['pubsub'],
    how: 'SIGSTOP, 3,000 messages of 10 kB, SIGCONT, with an output buffer limit of 64 kB',
    consumerIn: 'a process',
    notOn: {
      exclusive: asPubSub,
      list: notPushed,
      reliableList: notPushed,
      stream: notPushed,
    },
    lastsInMs: { full: 5_000, short: 2_000 },
    strike: async ({ admin, process, producer }: Stage): Promise<void> => {
      await admin.config('SET', 'client-output-buffer-limit', 'pubsub 65536 32768 1');
      await process.signal('SIGSTOP');
      await producer.produceUntil(
        producer.confirmed.size + 3_000,
        5_000,
        undefined,
        ` ${'x'.repeat(10_000)}`,
      );
    },
    end: ({ process }) => process.signal('SIGCONT'),
    health: 'unreachable',
    idles: [],
    repeats: [],
  },
  {
    name: 'System clock stepped',
    shortOn: ['stream'],
    how: 'an hour forward, then two hours backward; one message in 100 fails meanwhile',
    consumerIn: 'a process',
    behaviour: 'poisoned',
    lastsInMs: { full: 4_000, short: 1_500 },
    strike: async ({ process, lastsInMs }: Stage): Promise<void> => {
      process.tell({ stepByMs: hourInMs });
      await realTime(lastsInMs / 2);
      process.tell({ stepByMs: -2 * hourInMs });
    },
    health: 'ready',
    idles: [],
    repeats: [],
  },
];
