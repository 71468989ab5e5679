import { expect } from 'chai';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeClasses, describeOne } from '../support/describe-classes.js';

const needed = { connection: 'c', key: 'k' };
const rate = { messages: 5, perMs: 1_000 };

describe('the option rateLimit', () => {
  for (const [kind, trigger] of [
    ['a list', (options: object) => RedisListTrigger(options as never)],
    ['a stream', (options: object) => RedisStreamTrigger(options as never)],
  ] as const) {
    it(`is of the process for ${kind}, unless it is for the fleet`, () => {
      const rateOf = (rateLimit: object): unknown =>
        (describeOne(classWith(trigger({ ...needed, rateLimit }))) as { rateLimit?: unknown }).rateLimit;
      expect(rateOf(rate)).to.deep.equal({ ...rate, scope: 'process' });
      expect(rateOf({ ...rate, scope: undefined })).to.deep.equal({ ...rate, scope: 'process' });
      expect(rateOf({ ...rate, scope: 'fleet' })).to.deep.equal({ ...rate, scope: 'fleet' });
      expect(Object.isFrozen(rateOf(rate))).to.equal(true);
    });
  }

  it('can be capitalized', () => {
    const described = describeOne(classWith(RedisListTrigger({ ...needed, RateLimit: rate })));
    expect(described).to.have.deep.property('rateLimit', { ...rate, scope: 'process' });
  });

  const wrong: readonly (readonly [value: unknown, what: string])[] = [
    [10, 'must be an object with `messages` and `perMs`'],
    [null, 'must be an object with `messages` and `perMs`'],
    [{ perMs: 1_000 }, 'needs `messages`, which must be a whole number of at least 1'],
    [{ messages: 0, perMs: 1_000 }, 'needs `messages`, which must be a whole number of at least 1'],
    [{ messages: 1.5, perMs: 1_000 }, 'needs `messages`, which must be a whole number of at least 1'],
    [{ messages: 1 }, 'needs a `perMs`, which must be a whole number from 1 to 2147483647'],
    [{ messages: 1, perMs: 2 ** 31 }, 'needs a `perMs`, which must be a whole number from 1 to 2147483647'],
    [{ ...rate, scope: 'cluster' }, "has a `scope` that must be 'process' or 'fleet'"],
    [{ ...rate, burst: 3 }, 'has an unknown member `burst`'],
  ];
  for (const [rateLimit, what] of wrong) {
    it(`${JSON.stringify(rateLimit)} is a problem with its place`, () => {
      const { problems } = describeClasses([classWith(RedisListTrigger({ ...needed, rateLimit } as never))]);
      expect(problems).to.deep.equal([
        { code: 'OPTION_INVALID', place: 'Handlers.run', what: `the option "rateLimit" ${what}` },
      ]);
    });
  }

  it('is none of a channel, whose messages cannot wait', () => {
    const trigger = RedisPubSubTrigger({ connection: 'c', channel: 'news', rateLimit: rate } as never);
    expect(describeClasses([classWith(trigger)]).problems).to.deep.equal([
      {
        code: 'OPTION_UNKNOWN',
        place: 'Handlers.run',
        what: 'the option "rateLimit" is for list and stream triggers, not for pubsub triggers: published messages cannot wait in Redis',
        remedy: 'Remove it.',
      },
    ]);
  });
});
