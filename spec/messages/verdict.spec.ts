import { expect } from 'chai';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { Drop } from '../../lib/messages/drop.js';
import { Reject } from '../../lib/messages/reject.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import { verdictOf } from '../../lib/messages/verdict.js';

describe('a verdict', () => {
  it('is an error that says what happens to the message', () => {
    expect(verdictOf(new RetryLater({ delayInMs: 50 }))).to.deep.equal({ says: 'retryLater', delayInMs: 50 });
    expect(verdictOf(new Reject('unknown customer'))).to.deep.equal({ says: 'reject' });
    expect(verdictOf(new Drop('a test order'))).to.deep.equal({ says: 'drop', reason: 'a test order' });
    expect(new Reject('unknown customer'))
      .to.be.instanceOf(Error)
      .with.property('message', 'unknown customer');
    expect([new Drop().name, new Reject('').name, new RetryLater({ delayInMs: 0 }).name]).to.deep.equal([
      'Drop',
      'Reject',
      'RetryLater',
    ]);
  });

  it('of a subclass is one too', () => {
    class Busy extends RetryLater {
      constructor() {
        super({ delayInMs: 1_000 });
      }
    }
    expect(verdictOf(new Busy())).to.deep.equal({ says: 'retryLater', delayInMs: 1_000 });
  });

  it('of another copy of the package is known, one of another version only if it is', () => {
    const key = Symbol.for('redis-triggers:verdict');
    expect(verdictOf({ [key]: { says: 'drop', reason: 'no' } })).to.deep.equal({
      says: 'drop',
      reason: 'no',
    });
    expect(verdictOf({ [key]: { says: 'toString' } })).to.equal(undefined);
  });

  it('is not what has one as its cause, nor anything else that is thrown', () => {
    const error = new Error('failed', { cause: new Drop() });
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('do not look');
        },
      },
    );
    for (const thrown of [error, hostile, undefined, null, 'drop', 7]) {
      expect(verdictOf(thrown)).to.equal(undefined);
    }
  });

  it('needs a delay that a timer can have', () => {
    for (const delayInMs of [-1, Number.NaN, Infinity, 2 ** 31, '5' as never, undefined as never]) {
      expect(() => new RetryLater({ delayInMs }))
        .to.throw(RedisTriggersError)
        .with.property('code', 'VERDICT_INVALID');
    }
  });
});
