import { drainScenario } from './drain-scenario.js';

/** List, count: 100. */
export const list100 = drainScenario({
  name: 'list-100',
  title: 'List, `count: 100`',
  conditions:
    'A backlog in one list. The hand-written loop loses what it has popped when it crashes; so does the plain trigger.',
  entries: [
    {
      label: 'list trigger',
      contestant: 'contestants/list-trigger',
      source: 'list',
      messages: 600_000,
      options: { count: 100 },
    },
    {
      label: 'list trigger, `prefetch: 100`',
      contestant: 'contestants/list-trigger',
      source: 'list',
      messages: 600_000,
      options: { count: 100, prefetch: 100 },
    },
    {
      label: 'list trigger, at least once',
      contestant: 'contestants/list-trigger',
      source: 'list',
      messages: 600_000,
      options: { count: 100, delivery: 'atLeastOnce' },
    },
    {
      label: 'hand-written loop, ioredis',
      contestant: 'contestants/list-loop',
      source: 'list',
      messages: 600_000,
      options: { count: 100 },
    },
    {
      label: 'hand-written loop, node-redis',
      contestant: 'peers/node-redis-list-loop',
      source: 'list',
      messages: 600_000,
      options: { count: 100 },
    },
  ],
  targets: [
    { what: 'list trigger', against: 'hand-written loop, ioredis', atLeast: 0.7 },
    { what: 'list trigger, `prefetch: 100`', against: 'hand-written loop, ioredis', atLeast: 1.0 },
  ],
});
