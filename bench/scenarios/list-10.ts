import { drainScenario } from './drain-scenario.js';

/** List, count: 10. */
export const list10 = drainScenario({
  name: 'list-10',
  title: 'List, `count: 10`',
  conditions:
    'A backlog in one list. The hand-written loop loses what it has popped when it crashes; so does the plain trigger.',
  entries: [
    {
      label: 'list trigger',
      contestant: 'contestants/list-trigger',
      source: 'list',
      messages: 250_000,
      options: { count: 10 },
    },
    {
      label: 'list trigger, `prefetch: 10`',
      contestant: 'contestants/list-trigger',
      source: 'list',
      messages: 250_000,
      options: { count: 10, prefetch: 10 },
    },
    {
      label: 'list trigger, at least once',
      contestant: 'contestants/list-trigger',
      source: 'list',
      messages: 250_000,
      options: { count: 10, delivery: 'atLeastOnce' },
    },
    {
      label: 'hand-written loop, ioredis',
      contestant: 'contestants/list-loop',
      source: 'list',
      messages: 250_000,
      options: { count: 10 },
    },
    {
      label: 'hand-written loop, node-redis',
      contestant: 'peers/node-redis-list-loop',
      source: 'list',
      messages: 250_000,
      options: { count: 10 },
    },
  ],
  targets: [
    { what: 'list trigger', against: 'hand-written loop, ioredis', atLeast: 0.9 },
    { what: 'list trigger, `prefetch: 10`', against: 'hand-written loop, ioredis', atLeast: 1.6 },
    { what: 'list trigger, at least once', against: 'hand-written loop, ioredis', atLeast: 0.4 },
  ],
});
