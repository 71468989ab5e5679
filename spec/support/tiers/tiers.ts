/** A part of the specs that is run by itself. */
export interface Tier {
  /** Folders and files under `spec/`, without extension. */
  readonly files: readonly string[];
  /** Those of them that measure speed or memory: they run one after another, with nothing beside them. */
  readonly alone: readonly string[];
  /** How many files run at once: they wait more than they compute, each on servers of its own. */
  readonly jobs: number;
  /** Files of another tier that this one runs once more, in other ways. */
  readonly again?: readonly AnotherRun[];
}

/** Specs that run once more, with other variables in their environment. */
export interface AnotherRun {
  readonly title: string;
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Everything that is in no other tier: what a change is likely to break. */
export const quickTier = 'test';

/** Of the command line what takes long, because each command is a program of its own that loads the bundled package. */
const longCommands: readonly string[] = [
  'cli/azure',
  'cli/dead-letters',
  'cli/dead-letters-interrupted',
  'cli/check',
  'cli/docs',
  'cli/fleet-status',
  'cli/generate-asyncapi',
  'cli/loading',
  'cli/pause',
  'cli/rights',
  'cli/run',
  'cli/send-and-invoke',
  'cli/status',
  'cli/ui',
];

/** With these, ioredis does more than to connect. */
const clusters: readonly string[] = ['faults/cluster', 'faults/cluster-trouble', 'faults/sentinel'];

/** Each folder or file of specs is in one tier. */
export const tiers: Readonly<Record<string, Tier>> = {
  [quickTier]: { files: [''], alone: [], jobs: 6 },
  faults: {
    files: ['faults', 'support/redis-cluster', 'support/redis-sentinels'],
    alone: ['faults/liveness'],
    jobs: 6,
    again: [
      {
        title: 'conformance with ioredis alone',
        files: ['conformance'],
        environment: { REDIS_TRIGGERS_FAST_PATHS: 'off' },
      },
      {
        title: 'with ioredis 5',
        files: ['conformance', 'connections', 'redis/cluster', 'redis/client', ...clusters],
        environment: { SPEC_IOREDIS: 'ioredis-5' },
      },
    ],
  },
  package: {
    files: [
      'package',
      'testing/runners',
      'lint',
      'ui/page-in-browser',
      'ui/many-in-browser',
      'ui/redis-away-in-browser',
      'ui/many',
      ...longCommands,
    ],
    alone: [],
    jobs: 4,
  },
  bench: {
    files: ['bench', 'testing/fake/memory'],
    alone: ['bench/small-run', 'bench/fake-front', 'testing/fake/memory'],
    jobs: 2,
  },
};

/** The files that take longest are started first, so that no worker begins one when the others are done. */
export const longest: readonly string[] = [
  ...longCommands,
  'cli/frame',
  'examples/examples',
  'examples/testing',
  'examples/demo',
  'conformance/stream-late-replies',
  'azure/python',
  'conformance/redelivery',
  'conformance/deduplicate',
  'conformance/delivery',
  'conformance/retry',
  'differential/sequences',
  'docs',
  'conformance',
  'faults/matrix/short-stream',
  'faults/matrix/short-list-at-least-once',
  'faults/matrix',
  'faults/cluster-pubsub',
  'faults/cluster-trouble',
  'faults/many-processes',
  'faults/list-at-least-once',
];
