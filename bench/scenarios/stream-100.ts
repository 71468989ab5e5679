import { drainScenario } from './drain-scenario.js';

/** Stream, count: 100. */
export const stream100 = drainScenario({
  name: 'stream-100',
  title: 'Stream, `count: 100`',
  conditions: 'A backlog in one stream, one group; every entry is acknowledged after its own success.',
  entries: [
    {
      label: 'stream trigger',
      contestant: 'contestants/stream-trigger',
      source: 'stream',
      messages: 300_000,
      options: { count: 100 },
    },
    {
      label: 'loop by hand, ioredis',
      contestant: 'contestants/stream-loop',
      source: 'stream',
      messages: 300_000,
      options: { count: 100 },
    },
    {
      label: 'loop by hand, node-redis',
      contestant: 'peers/node-redis-stream-loop',
      source: 'stream',
      messages: 300_000,
      options: { count: 100 },
    },
  ],
  targets: [{ what: 'stream trigger', against: 'loop by hand, ioredis', atLeast: 1.5 }],
});
