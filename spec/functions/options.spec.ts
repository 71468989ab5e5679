import { expect } from 'chai';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeClasses, describeOne } from '../support/describe-classes.js';

type Options = Readonly<Record<string, unknown>>;

const decorators = {
  pubsub: (options: Options) => RedisPubSubTrigger(options as never),
  list: (options: Options) => RedisListTrigger(options as never),
  stream: (options: Options) => RedisStreamTrigger(options as never),
};
type Kind = keyof typeof decorators;

const needed: Readonly<Record<Kind, Options>> = {
  pubsub: { connection: 'c', channel: 'news' },
  list: { connection: 'c', key: 'k' },
  stream: { connection: 'c', key: 'k' },
};

/** The descriptor of a function with these options besides the needed ones. */
function described(kind: Kind, options: Options = {}) {
  return describeOne(classWith(decorators[kind]({ ...needed[kind], ...options })));
}

/** What is wrong with a function that has exactly these options. */
function problemsOf(kind: Kind, options: Options) {
  return describeClasses([classWith(decorators[kind](options))]).problems;
}

describe('the options of a trigger', () => {
  it('have their defaults for pub/sub', () => {
    expect(described('pubsub')).to.deep.include({
      kind: 'pubsub',
      id: 'Handlers.run',
      connection: 'c',
      channel: 'news',
      pattern: false,
      concurrency: 100,
      bufferLimit: 10_000,
      bufferLimitInBytes: 67_108_864,
      deadLetter: false,
      deadLetterMaxLength: 10_000,
      configureKeyspaceNotifications: false,
      batch: false,
    });
  });

  it('have their defaults for lists', () => {
    expect(described('list')).to.deep.include({
      kind: 'list',
      keys: ['k'],
      pollingIntervalInMs: 1000,
      count: 10,
      messagesPerWorker: 100,
      concurrency: 10,
      prefetch: 0,
      batch: false,
      blocking: true,
      listPopFromBeginning: true,
      deadLetterMaxLength: 10_000,
    });
  });

  it('have their defaults for streams', () => {
    const stream = described('stream');
    expect(stream).to.deep.include({
      kind: 'stream',
      count: 10,
      concurrency: 10,
      prefetch: 10,
      deleteAfterProcess: false,
      consumerGroup: 'Handlers.run',
      startFrom: '0',
    });
    expect(stream).to.not.have.any.keys('retry', 'payload', 'payloadField');
  });

  it('follow `count` where they depend on it', () => {
    expect(described('list', { count: 3 })).to.include({ concurrency: 3, prefetch: 0 });
    expect(described('stream', { count: 3 })).to.include({ concurrency: 3, prefetch: 3 });
    expect(described('list', { count: 3, batch: true })).to.include({ concurrency: 1 });
    expect(described('list', { count: 3, concurrency: 7 })).to.include({ concurrency: 7 });
    expect(described('stream', { prefetch: 0 })).to.include({ prefetch: 0 });
  });

  it('take the consumer group from the name, unless it is given', () => {
    expect(described('stream', { name: 'audit' })).to.include({ id: 'audit', consumerGroup: 'audit' });
    expect(described('stream', { name: 'a', consumerGroup: 'g' })).to.include({ consumerGroup: 'g' });
  });

  it('take the default of configureKeyspaceNotifications from the runtime', () => {
    const surroundings = { configureKeyspaceNotifications: true };
    const ofRuntime = classWith(decorators.pubsub(needed.pubsub));
    const own = classWith(decorators.pubsub({ ...needed.pubsub, configureKeyspaceNotifications: false }));
    expect(describeOne(ofRuntime, surroundings)).to.include(surroundings);
    expect(describeOne(own, surroundings)).to.include({ configureKeyspaceNotifications: false });
  });

  it('count as absent when they are undefined', () => {
    expect(described('list', { count: undefined, batchSize: 4, name: undefined })).to.include({ count: 4 });
    expect(problemsOf('list', { connection: undefined, key: 'k' })).to.have.length(1);
  });

  const retries = [
    { strategy: 'fixedDelay', maxRetryCount: -1, delayIntervalInMs: 0 },
    {
      strategy: 'exponentialBackoff',
      maxRetryCount: 0,
      minimumIntervalInMs: 5,
      maximumIntervalInMs: 5,
    },
  ];
  for (const retry of retries) {
    it(`take the retry strategy ${retry.strategy}`, () => {
      expect(described('list', { retry })).to.deep.include({ retry });
    });
  }
});

describe('the spellings of an option', () => {
  const same: [Kind, Options, Options][] = [
    ['list', { maxBatchSize: 3 }, { count: 3 }],
    ['list', { batchSize: 3 }, { count: 3 }],
    ['stream', { MaxBatchSize: 3 }, { count: 3 }],
    ['stream', { BatchSize: 3, Count: 3, count: 3 }, { count: 3 }],
    ['stream', { DeleteAfterProcess: true }, { deleteAfterProcess: true }],
    ['stream', { ConsumerGroup: 'g' }, { consumerGroup: 'g' }],
    ['stream', { StartFrom: '$' }, { startFrom: '$' }],
    ['list', { PollingIntervalInMs: 5 }, { pollingIntervalInMs: 5 }],
    ['list', { MessagesPerWorker: 5 }, { messagesPerWorker: 5 }],
    ['list', { ListPopFromBeginning: false }, { listPopFromBeginning: false }],
    ['list', { listDirection: 'left' }, { listPopFromBeginning: true }],
    ['list', { listDirection: 'RIGHT' }, { listPopFromBeginning: false }],
    ['list', { ListDirection: 'Right' }, { listPopFromBeginning: false }],
    ['list', { listDirection: 'right', listPopFromBeginning: false }, { listPopFromBeginning: false }],
    ['pubsub', { Pattern: true }, { pattern: true }],
    ['pubsub', { Name: 'n' }, { id: 'n' }],
  ];
  for (const [kind, written, meant] of same) {
    it(`${JSON.stringify(written)} means ${JSON.stringify(meant)} (${kind})`, () => {
      expect(described(kind, written)).to.include(meant);
    });
  }

  for (const spelling of [
    'connection',
    'Connection',
    'connectionString',
    'ConnectionString',
    'connectionStringSetting',
    'ConnectionStringSetting',
  ]) {
    it(`${spelling} is the connection`, () => {
      const options = { [spelling]: 'c', Channel: 'news' };
      expect(describeOne(classWith(decorators.pubsub(options)))).to.include({ connection: 'c' });
    });
  }

  for (const spelling of ['key', 'Key', 'keys', 'Keys']) {
    it(`${spelling} is the key`, () => {
      const options = { connection: 'c', [spelling]: ['a', 'b'] };
      expect(describeOne(classWith(decorators.stream(options)))).to.deep.include({ keys: ['a', 'b'] });
    });
  }

  it('reads a list ahead only where a crash loses nothing', () => {
    expect(described('list')).to.include({ delivery: 'atMostOnce', prefetch: 0 });
    expect(described('list', { delivery: 'atLeastOnce', count: 7 })).to.include({ prefetch: 7 });
    expect(described('list', { delivery: 'atLeastOnce', prefetch: 0 })).to.include({ prefetch: 0 });
  });

  it('refuses options of redelivery on a list that is never delivered again', () => {
    const options = { claimIdleInMs: 5_000, maxDeliveryCount: 2 };
    const problems = problemsOf('list', { ...needed.list, ...options });
    expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_CONFLICT', 'OPTION_CONFLICT']);
    expect(described('list', { ...options, delivery: 'atLeastOnce' })).to.include(options);
  });

  const contradictions: [Kind, Options, string, string][] = [
    ['list', { count: 1, batchSize: 2 }, 'count', 'batchSize'],
    ['list', { count: 1, Count: 2 }, 'count', 'Count'],
    ['list', { listDirection: 'left', listPopFromBeginning: false }, 'listDirection', 'listPopFromBeginning'],
    ['list', { keys: ['k', 'l'] }, 'key', 'keys'],
    ['stream', { connectionString: 'other' }, 'connection', 'connectionString'],
  ];
  for (const [kind, options, first, second] of contradictions) {
    it(`${first} and ${second} must not disagree`, () => {
      const problems = problemsOf(kind, { ...needed[kind], ...options });
      expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_CONFLICT']);
      expect(problems[0]?.what).to.include(`"${first}"`).and.include(`"${second}"`);
    });
  }
});

describe('orderBy', () => {
  for (const kind of ['list', 'stream'] as const) {
    it(`and batch exclude each other (${kind})`, () => {
      const problems = problemsOf(kind, { ...needed[kind], batch: true, orderBy: () => 1 });
      expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_CONFLICT']);
      expect(problems[0]?.what).to.include('"orderBy"').and.include('"batch"');
    });
  }

  for (const kind of ['list', 'stream'] as const) {
    it(`by the payload needs one (${kind})`, () => {
      const orderBy = { payload: (order: { id: string }) => order.id };
      const problems = problemsOf(kind, { ...needed[kind], orderBy });
      expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_CONFLICT']);
      expect(problems[0]?.what).to.include('asks for the payload');
      const payload = {
        '~standard': { version: 1, vendor: 'spec', validate: (value: unknown) => ({ value }) },
      };
      expect(problemsOf(kind, { ...needed[kind], orderBy, payload })).to.deep.equal([]);
    });
  }

  it('is none of the options of a pubsub trigger', () => {
    const problems = problemsOf('pubsub', { ...needed.pubsub, orderBy: () => 1 });
    expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_UNKNOWN']);
  });
});

describe('deduplicate', () => {
  const deduplicate = { by: () => 1, forInMs: 1 };

  it('is the same for every kind, and frozen', () => {
    for (const kind of ['pubsub', 'list', 'stream'] as const) {
      const descriptor = described(kind, { deduplicate });
      expect(descriptor).to.deep.include({ deduplicate });
      expect(descriptor.deduplicate).to.be.frozen;
    }
  });

  for (const kind of ['list', 'stream'] as const) {
    it(`and batch exclude each other (${kind})`, () => {
      const problems = problemsOf(kind, { ...needed[kind], batch: true, deduplicate });
      expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_CONFLICT']);
      expect(problems[0]?.what).to.include('"deduplicate"').and.include('"batch"');
    });
  }
});

describe('a wrong option', () => {
  const wrong: Readonly<Record<string, { kind: Kind; values: readonly unknown[] }>> = {
    connection: { kind: 'list', values: ['', 7, null, {}] },
    name: { kind: 'list', values: ['', 7] },
    concurrency: { kind: 'pubsub', values: [0, -1, 1.5, '10', Number.NaN, Infinity, 10n, null] },
    payload: { kind: 'list', values: ['Order', {}, null, { '~standard': null }, { '~standard': {} }] },
    deadLetterMaxLength: { kind: 'list', values: [0, '5'] },
    channel: { kind: 'pubsub', values: ['', ['a'], 5] },
    pattern: { kind: 'pubsub', values: ['true', 1, null] },
    bufferLimit: { kind: 'pubsub', values: [0, '5'] },
    bufferLimitInBytes: { kind: 'pubsub', values: [0, '5', 1.5] },
    deadLetter: { kind: 'pubsub', values: ['yes'] },
    configureKeyspaceNotifications: { kind: 'pubsub', values: [1] },
    key: { kind: 'list', values: ['', '  ', [], ['a', ''], ['a', 5], 5, null] },
    pollingIntervalInMs: { kind: 'stream', values: [0, -5, 2 ** 31, '1000'] },
    claimIdleInMs: { kind: 'stream', values: [1, 99, 2 ** 31] },
    count: { kind: 'list', values: [0, -1, 2.5, '1'] },
    messagesPerWorker: { kind: 'list', values: [0] },
    prefetch: { kind: 'stream', values: [-1, 0.5] },
    batch: { kind: 'list', values: ['false', 0] },
    blocking: { kind: 'list', values: ['false', 0] },
    orderBy: { kind: 'stream', values: ['key', null, {}, { payload: 'id' }, { payload: () => 1, by: 1 }] },
    deduplicate: {
      kind: 'pubsub',
      values: [
        true,
        null,
        {},
        { by: 'id', forInMs: 1 },
        { by: () => 1 },
        { by: () => 1, forInMs: 0 },
        { by: () => 1, forInMs: 1.5 },
        { by: () => 1, forInMs: 1, leaseInMs: 1 },
      ],
    },
    listPopFromBeginning: { kind: 'list', values: ['left', 1] },
    listDirection: { kind: 'list', values: ['up', '', true, ['left'], null] },
    deleteAfterProcess: { kind: 'stream', values: ['true'] },
    consumerGroup: { kind: 'stream', values: ['', 5] },
    startFrom: { kind: 'stream', values: ['', '>', 'now', '-1', '1-', 0, '1-18446744073709551616'] },
    payloadField: { kind: 'stream', values: ['', 5] },
    retry: {
      kind: 'list',
      values: [
        3,
        null,
        {},
        { strategy: 'constructor' },
        { strategy: 'fixedDelay' },
        { strategy: 'fixedDelay', maxRetryCount: -2, delayIntervalInMs: 1 },
        { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: -1 },
        { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1, toString: 1 },
        { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1, minimumIntervalInMs: 1 },
        {
          strategy: 'exponentialBackoff',
          maxRetryCount: 1,
          minimumIntervalInMs: 9,
          maximumIntervalInMs: 8,
        },
        // It would double for ever and stay nothing.
        {
          strategy: 'exponentialBackoff',
          maxRetryCount: -1,
          minimumIntervalInMs: 0,
          maximumIntervalInMs: 8,
        },
      ],
    },
  };
  for (const [name, { kind, values }] of Object.entries(wrong)) {
    for (const value of values) {
      const shown = typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
      it(`is "${name}" of ${shown}`, () => {
        const problems = problemsOf(kind, { ...needed[kind], [name]: value });
        expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_INVALID']);
        expect(problems[0]).to.include({ place: 'Handlers.run' });
        expect(problems[0]?.what).to.match(new RegExp(`^the option "${name}" `));
      });
    }
  }

  it('is said in the words in which it was written', () => {
    const [problem] = problemsOf('list', { ...needed.list, listDirection: 'up' });
    expect(problem?.what).to.include("'left' or 'right'");
  });

  for (const options of [undefined, null, 'k', 5]) {
    it(`is ${String(options)} in the place of all options`, () => {
      const [problem, ...others] = problemsOf('list', options as never);
      expect(problem).to.include({ code: 'OPTION_INVALID', what: 'the options must be an object' });
      expect(others).to.be.empty;
    });
  }
});

describe('an unknown option', () => {
  const unknown: [Kind, string, string][] = [
    ['list', 'cuont', 'Did you mean "count"?'],
    ['list', 'pollingIntervalInMS', 'Did you mean "pollingIntervalInMs"?'],
    ['stream', 'consumergroup', 'Did you mean "consumerGroup"?'],
    ['list', 'conection', 'Did you mean "connection"?'],
    ['pubsub', 'batchSize', 'Remove it.'],
    ['stream', 'listDirection', 'Remove it.'],
    ['list', 'deleteAfterProcess', 'Remove it.'],
    ['list', 'Channel', 'Remove it.'],
    ['pubsub', 'Batch', 'Remove it.'],
  ];
  for (const [kind, name, remedy] of unknown) {
    it(`"${name}" of a ${kind} trigger has the remedy: ${remedy}`, () => {
      const problems = problemsOf(kind, { ...needed[kind], [name]: 1 });
      expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_UNKNOWN']);
      expect(problems[0]).to.include({ place: 'Handlers.run', remedy });
      expect(problems[0]?.what).to.include(`"${name}"`);
    });
  }

  it('like nothing known has the list of options as its remedy', () => {
    const [problem] = problemsOf('pubsub', { ...needed.pubsub, toString: 1 });
    expect(problem?.remedy)
      .to.match(/^The options are: connection, .*channel/)
      .and.not.match(/batch/);
  });
});

describe('a missing option', () => {
  const missing: [Kind, string[]][] = [
    ['pubsub', ['connection', 'channel']],
    ['list', ['connection', 'key']],
    ['stream', ['connection', 'key']],
  ];
  for (const [kind, names] of missing) {
    it(`is ${names.join(' or ')} of a ${kind} trigger`, () => {
      const problems = problemsOf(kind, {});
      expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_MISSING', 'OPTION_MISSING']);
      names.forEach((name, index) => expect(problems[index]?.what).to.include(`"${name}"`));
    });
  }
});
