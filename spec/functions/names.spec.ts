import { expect } from 'chai';
import type { ListFunction, PubSubFunction } from '../../lib/functions/function-descriptor.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeClasses, describeOne } from '../support/describe-classes.js';

const connection = 'c';
const settings = { region: 'eu', pair: 'a b', empty: '', star: 'news*' };

const keysOf = (key: string | string[]) => {
  const handlers = classWith(RedisListTrigger({ connection, key }));
  return (describeOne(handlers, { settings }) as ListFunction).keys;
};

const channelOf = (channel: string, pattern?: boolean) => {
  const trigger = RedisPubSubTrigger({ connection, channel, pattern });
  return describeOne(classWith(trigger), { settings });
};

describe('the keys of a trigger', () => {
  const cases: [string | string[], string[]][] = [
    ['a', ['a']],
    ['a b  c', ['a', 'b', 'c']],
    [' a ', ['a']],
    ['a a b', ['a', 'b']],
    ['%region%:a', ['eu:a']],
    ['%pair%', ['a', 'b']],
    ['x%pair%y', ['xa', 'by']],
    ['a %empty% b', ['a', 'b']],
    ['%REGION%', ['eu']],
    ['100%', ['100%']],
    [
      ['a b', 'c'],
      ['a b', 'c'],
    ],
    [['%pair%', 'a b'], ['a b']],
    [
      ['%region%:x', 'x%empty%'],
      ['eu:x', 'x'],
    ],
  ];
  for (const [written, keys] of cases) {
    it(`${JSON.stringify(written)} are ${JSON.stringify(keys)}`, () => {
      expect(keysOf(written)).to.deep.equal(keys);
    });
  }
});

describe('the channel of a trigger', () => {
  const cases: [string, boolean | undefined, Pick<PubSubFunction, 'channel' | 'pattern'>][] = [
    ['news', undefined, { channel: 'news', pattern: false }],
    ['news*', undefined, { channel: 'news*', pattern: true }],
    ['new?', undefined, { channel: 'new?', pattern: true }],
    ['n[ae]ws', undefined, { channel: 'n[ae]ws', pattern: true }],
    ['news\\*', undefined, { channel: 'news*', pattern: false }],
    ['news\\\\*', undefined, { channel: 'news\\\\*', pattern: true }],
    ['news*', false, { channel: 'news*', pattern: false }],
    ['news', true, { channel: 'news', pattern: true }],
    ['%star%', undefined, { channel: 'news*', pattern: true }],
    ['%region%.news', undefined, { channel: 'eu.news', pattern: false }],
    ['__keyspace@0__:my key', undefined, { channel: '__keyspace@0__:my key', pattern: false }],
  ];
  for (const [written, pattern, channel] of cases) {
    it(`"${written}" with pattern ${String(pattern)} is ${JSON.stringify(channel)}`, () => {
      expect(channelOf(written, pattern)).to.include(channel);
    });
  }
});

describe('the consumer group of a trigger', () => {
  it('has its placeholders resolved', () => {
    const trigger = RedisStreamTrigger({ connection, key: 'k', consumerGroup: '%region%-group' });
    expect(describeOne(classWith(trigger), { settings })).to.include({ consumerGroup: 'eu-group' });
  });

  it('keeps the percent signs of a name that it is taken from', () => {
    const trigger = RedisStreamTrigger({ connection, key: 'k', name: '%region%' });
    expect(describeOne(classWith(trigger), { settings })).to.include({ consumerGroup: '%region%' });
  });
});

describe('a placeholder', () => {
  const triggers: [string, (text: string) => MethodDecorator][] = [
    ['key', (key) => RedisListTrigger({ connection, key })],
    ['key', (key) => RedisListTrigger({ connection, key: [key] })],
    ['channel', (channel) => RedisPubSubTrigger({ connection, channel })],
    ['consumerGroup', (consumerGroup) => RedisStreamTrigger({ connection, key: 'k', consumerGroup })],
  ];
  for (const [option, trigger] of triggers) {
    it(`of a setting that does not exist is a problem in ${option}`, () => {
      const { problems } = describeClasses([classWith(trigger('a:%nowhere%:%region%'))], { settings });
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ code: 'PLACEHOLDER_UNRESOLVED', place: 'Handlers.run' });
      expect(problems[0]?.what).to.include('%nowhere%');
    });

    it(`of an empty setting must leave something of ${option}`, () => {
      const { problems } = describeClasses([classWith(trigger('%empty%'))], { settings });
      expect(problems.map(({ code, what }) => [code, what])).to.deep.equal([
        ['OPTION_INVALID', `the option "${option}" is empty once its placeholders are resolved`],
      ]);
    });
  }

  it('of an empty setting must leave something of every key of an array', () => {
    const trigger = RedisListTrigger({ connection, key: ['a', '%empty%'] });
    const { problems } = describeClasses([classWith(trigger)], { settings });
    expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_INVALID']);
  });
});
