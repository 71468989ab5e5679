import { drainScenario } from './drain-scenario.js';

/** Pub/sub. */
export const pubsub = drainScenario({
  name: 'pubsub',
  title: 'Pub/sub',
  conditions: 'One publishing process sends pipelines of a hundred; the subscriber listens to a pattern.',
  entries: [
    {
      label: 'pub/sub trigger',
      contestant: 'contestants/pubsub-trigger',
      source: 'pubsub',
      messages: 200_000,
    },
    {
      label: 'bare ioredis listener',
      contestant: 'contestants/pubsub-listener',
      source: 'pubsub',
      messages: 200_000,
    },
    {
      label: 'NestJS, Redis transport',
      contestant: 'peers/nestjs',
      source: 'pubsub',
      messages: 100_000,
    },
  ],
  targets: [
    { what: 'pub/sub trigger', against: 'bare ioredis listener', atLeast: 0.95 },
    { what: 'pub/sub trigger', against: 'NestJS, Redis transport', atLeast: 1.8 },
  ],
});
