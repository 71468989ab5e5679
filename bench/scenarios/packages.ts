import { drainScenario } from './drain-scenario.js';

/** Beside packages that many use. */
export const packages = drainScenario({
  name: 'packages',
  title: 'Beside packages that many use',
  conditions:
    '`concurrency: 100`, else the defaults of each, and the same handler; a backlog as each keeps it.',
  entries: [
    {
      label: 'stream trigger',
      contestant: 'contestants/stream-trigger',
      source: 'stream',
      messages: 300_000,
      options: { concurrency: 100 },
    },
    {
      label: 'BullMQ worker',
      contestant: 'peers/bullmq',
      source: 'own',
      messages: 20_000,
      options: { concurrency: 100 },
    },
    {
      label: 'bee-queue',
      contestant: 'peers/bee-queue',
      source: 'own',
      messages: 20_000,
      options: { concurrency: 100 },
    },
  ],
  targets: [
    { what: 'stream trigger', against: 'BullMQ worker', atLeast: 12 },
    { what: 'stream trigger', against: 'bee-queue', atLeast: 8 },
  ],
});
