import type { Fault } from './fault.js';
import type { Stage } from './stage.js';

const polling = ['list', 'reliableList', 'stream'] as const;
const every = ['pubsub', 'exclusive', ...polling] as const;
const kept = ['reliableList', 'stream'] as const;

/** What happens to the server and to the connections. */
export const serverFaults: readonly Fault[] = [
  {
    name: 'Server killed, restarted with its data',
    shortOn: ['stream', 'list', 'reliableList', 'exclusive'],
    how: 'SIGKILL; appendfsync always',
    consumerIn: 'this process',
    durable: true,
    lastsInMs: { full: 15_000, short: 2_000 },
    strike: async (stage: Stage): Promise<void> => {
      await stage.server.kill();
    },
    end: ({ server }) => server.start(),
    health: 'not ready',
    idles: every,
    repeats: kept,
  },
  {
    name: 'Server killed, restarted without its data',
    shortOn: ['pubsub', 'stream', 'exclusive'],
    how: 'SIGKILL; what was in it is read while all other clients are paused',
    consumerIn: 'this process',
    lastsInMs: { full: 15_000, short: 2_000 },
    strike: async (stage: Stage): Promise<void> => {
      await stage.destroy('everything', ['CLIENT', 'PAUSE', 10_000]);
      await stage.server.kill();
    },
    end: ({ server }) => server.start(),
    health: 'not ready',
    idles: every,
    repeats: kept,
  },
  {
    name: 'Server frozen (half-open connections)',
    shortOn: ['list'],
    how: 'SIGSTOP, SIGCONT',
    consumerIn: 'this process',
    lastsInMs: { full: 20_000, short: 9_000 },
    strike: ({ server }) => server.freeze(),
    end: ({ server }) => server.thaw(),
    showsAfterMs: 15_000,
    // A subscription asks only every ten seconds whether the server is there.
    health: { list: 'not ready', reliableList: 'not ready', stream: 'not ready' },
    idles: every,
    repeats: [],
  },
  {
    name: 'Connections killed every 200 ms',
    shortOn: ['pubsub', 'list', 'reliableList', 'stream'],
    how: 'CLIENT KILL of each connection of the consumer: command, blocking, subscriber',
    consumerIn: 'this process',
    lastsInMs: { full: 8_000, short: 1_500 },
    strikesEveryMs: 200,
    strike: async (stage: Stage): Promise<void> => {
      const ids = await stage.consumerClientIds();
      await Promise.all(ids.map((id) => stage.admin.call('CLIENT', 'KILL', 'ID', id)));
    },
    health: 'not ready',
    idles: [],
    repeats: kept,
  },
  {
    name: 'Clients paused',
    shortOn: ['list'],
    how: 'CLIENT PAUSE',
    consumerIn: 'this process',
    lastsInMs: { full: 20_000, short: 1_500 },
    strike: ({ admin, lastsInMs }) => admin.call('CLIENT', 'PAUSE', lastsInMs),
    showsAfterMs: 15_000,
    health: { list: 'not ready', reliableList: 'not ready', stream: 'not ready' },
    idles: every,
    repeats: [],
  },
  {
    name: 'Failover (READONLY)',
    shortOn: ['stream'],
    how: 'three Sentinels promote the replica; the old master becomes its replica',
    consumerIn: 'this process',
    sentinels: true,
    lastsInMs: { full: 1_000, short: 1_000 },
    strike: async (stage: Stage): Promise<void> => {
      await stage.sentinels?.failover();
    },
    health: 'either',
    idles: [],
    // What the old master had not passed on, pops and acknowledgements too, never happened.
    repeats: polling,
  },
];
