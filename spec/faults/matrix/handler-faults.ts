import { asPubSub } from './applicable.js';
import type { Fault } from './fault.js';

/** What handlers do to themselves. */
export const handlerFaults: readonly Fault[] = [
  {
    name: 'Slow handler',
    notOn: { exclusive: asPubSub },
    shortOn: ['stream'],
    how: 'one message in 250 takes 6 s, three times `claimIdleInMs`; one in 50 takes 0.2 s',
    consumerIn: 'this process',
    behaviour: 'slow',
    lastsInMs: { full: 3_000, short: 1_000 },
    strike: () => undefined,
    health: 'ready',
    idles: [],
    repeats: [],
  },
  {
    name: 'Poison message',
    notOn: { exclusive: asPubSub },
    shortOn: ['pubsub', 'list'],
    how: 'the handler throws for one message in 100, whenever it is delivered',
    consumerIn: 'this process',
    behaviour: 'poisoned',
    lastsInMs: { full: 3_000, short: 1_000 },
    strike: () => undefined,
    health: 'ready',
    idles: [],
    repeats: [],
  },
];
