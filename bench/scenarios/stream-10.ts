import { drainScenario } from './drain-scenario.js';

/** Stream, count: 10. */
export const stream10 = drainScenario({
  name: 'stream-10',
  title: 'Stream, `count: 10`',
  conditions: 'A backlog in one stream, one group; every entry is acknowledged after its own success.',
  entries: [
    {
      label: 'stream trigger',
      contestant: 'contestants/stream-trigger',
      source: 'stream',
      messages: 100_000,
      options: { count: 10 },
    },
    {
      label: 'loop by hand, ioredis',
      contestant: 'contestants/stream-loop',
      source: 'stream',
      messages: 100_000,
      options: { count: 10 },
    },
    {
      label: 'loop by hand, node-redis',
      contestant: 'peers/node-redis-stream-loop',
      source: 'stream',
      messages: 100_000,
      options: { count: 10 },
    },
  ],
  targets: [{ what: 'stream trigger', against: 'loop by hand, ioredis', atLeast: 2.5 }],
});
