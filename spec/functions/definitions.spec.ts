import { expect } from 'chai';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { optionTable } from '../../lib/functions/options/option-table.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeClasses, describeOne } from '../support/describe-classes.js';

class Order {}

const orders = defineList('%region%-orders', {
  connection: 'shop',
  payload: Order,
  count: 7,
  concurrency: 5,
});

const decorators = {
  list: (definition: unknown, overrides?: unknown) =>
    RedisListTrigger(definition as never, overrides as never),
  stream: (definition: unknown, overrides?: unknown) =>
    RedisStreamTrigger(definition as never, overrides as never),
  pubsub: (definition: unknown, overrides?: unknown) =>
    RedisPubSubTrigger(definition as never, overrides as never),
};

describe('a definition', () => {
  it('is frozen, and is changed neither by its options nor by a trigger', () => {
    const written = { connection: 'shop', count: 7 };
    const definition = defineList(['a', 'b'], written);
    written.count = 8;
    describeOne(classWith(RedisListTrigger(definition, { count: 9 })));
    expect(definition).to.deep.include({
      kind: 'list',
      options: { connection: 'shop', count: 7, key: ['a', 'b'] },
    });
    expect([definition, definition.options].every(Object.isFrozen)).to.equal(true);
  });

  it('copies the keys of an array', () => {
    const keys = ['a'];
    const definition = defineList(keys, { connection: 'shop' });
    keys.push('b');
    expect(definition.options.key).to.deep.equal(['a']);
    expect(Object.isFrozen(definition.options.key)).to.equal(true);
  });

  it('gives a list trigger its options', () => {
    const described = describeOne(classWith(RedisListTrigger(orders)), { settings: { region: 'eu' } });
    expect(described).to.include({
      kind: 'list',
      connection: 'shop',
      payload: Order,
      count: 7,
      concurrency: 5,
    });
    expect(described).to.have.deep.property('keys', ['eu-orders']);
  });

  it('gives a stream trigger its options', () => {
    const payments = defineStream('payments', {
      connection: 'shop',
      payloadField: 'json',
      consumerGroup: 'g',
    });
    expect(describeOne(classWith(RedisStreamTrigger(payments)))).to.deep.include({
      kind: 'stream',
      keys: ['payments'],
      payloadField: 'json',
      consumerGroup: 'g',
    });
  });

  it('gives a pub/sub trigger its options', () => {
    const news = defineChannel('news.*', { connection: 'shop', bufferLimit: 3 });
    const literal = defineChannel('news.*', { connection: 'shop', pattern: false });
    const sharded = defineChannel('news', { connection: 'shop', sharded: true });
    const described = [news, literal, sharded].map((each) =>
      describeOne(classWith(RedisPubSubTrigger(each))),
    );
    expect(described[0]).to.include({ channel: 'news.*', pattern: true, bufferLimit: 3 });
    expect(described[1]).to.include({ channel: 'news.*', pattern: false });
    expect(described[2]).to.include({ channel: 'news', sharded: true });
  });

  it('is overridden by the trigger, in whichever spelling either of them uses', () => {
    const surroundings = { settings: { region: 'eu' } };
    const concurrent = classWith(decorators.list(orders, { concurrency: 3, count: undefined }));
    expect(describeOne(concurrent, surroundings)).to.include({ concurrency: 3, count: 7 });
    const ported = classWith(decorators.list(orders, { MaxBatchSize: 4 }));
    expect(describeOne(ported, surroundings)).to.include({ concurrency: 5, count: 4 });
  });

  for (const [name, value] of Object.entries({
    connection: 'other',
    key: 'other',
    keys: 'other',
    payload: class Other {},
    listDirection: 'right',
  })) {
    it(`is not overridden in its ${name}, because senders go by it`, () => {
      const { problems } = describeClasses([classWith(decorators.list(orders, { [name]: value }))], {
        settings: { region: 'eu' },
      });
      expect(problems.map(({ code, place }) => [code, place])).to.deep.equal([
        ['OPTION_CONFLICT', 'Handlers.run'],
      ]);
      expect(problems[0]?.what).to.include(`"${name}" cannot override the definition`);
    });
  }

  it('has in its types the options that no trigger overrides, as the table of options has', () => {
    const agreed = Object.entries(optionTable).filter(([, rule]) => rule.agreed);
    expect(agreed.map(([name]) => name)).to.have.members([
      'connection',
      'key',
      'channel',
      'pattern',
      'sharded',
      'payload',
      'payloadField',
      'listPopFromBeginning',
    ]);
  });
});

describe('a definition with a mistake', () => {
  const made = {
    list: defineList('k', { connection: 'c' }),
    stream: defineStream('k', { connection: 'c' }),
    pubsub: defineChannel('k', { connection: 'c' }),
  };
  for (const kind of ['list', 'stream', 'pubsub'] as const) {
    for (const other of (['list', 'stream', 'pubsub'] as const).filter((each) => each !== kind)) {
      it(`is one problem where a ${kind} trigger is given one of a ${other}`, () => {
        const { problems, functions } = describeClasses([classWith(decorators[kind](made[other]))]);
        expect(functions).to.be.empty;
        expect(problems.map(({ code }) => code)).to.deep.equal(['DEFINITION_INVALID']);
        expect(problems[0]?.remedy).to.match(/^Use @Redis\w+Trigger, or define it with define\w+\.$/);
      });
    }
  }

  it('is a problem of each function that uses it, said to be in the definition', () => {
    const wrong = defineList('', { connection: 'c', count: 0, cuont: 1, delivery: 'atLeastOnce' } as never);
    const { problems } = describeClasses([classWith(decorators.list(wrong, { prefetch: -1 }))]);
    expect(problems.map(({ what }) => what)).to.have.members([
      'in its definition, the option "cuont" is unknown',
      'in its definition, the option "count" must be a whole number from 1 to 100000',
      'in its definition, the option "key" must be a key, several keys separated by spaces, or an array of keys',
      'the option "prefetch" must be a whole number of at least 0',
    ]);
  });

  it('may lack its options altogether', () => {
    const { problems } = describeClasses([classWith(decorators.list(defineList('k', undefined as never)))]);
    expect(problems.map(({ code, what }) => [code, what])).to.deep.equal([
      ['OPTION_MISSING', 'the option "connection" is missing'],
    ]);
  });

  it('is overridden by an object only', () => {
    const { problems } = describeClasses([classWith(decorators.list(made.list, 3))]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_INVALID']);
  });

  it('is missing where plain options have a second argument', () => {
    const plain = { connection: 'c', key: 'k' };
    const { problems } = describeClasses([classWith(decorators.list(plain, { count: 3 }))]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['DEFINITION_INVALID']);
  });

  it('is no definition when it only looks like one', () => {
    const { problems } = describeClasses([classWith(decorators.list({ ...made.list }))]);
    expect(problems.map(({ code }) => code)).to.include('OPTION_UNKNOWN');
  });
});
