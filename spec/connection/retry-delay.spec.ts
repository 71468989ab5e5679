import { expect } from 'chai';
import { retryDelay } from '../../lib/connection/retry-delay.js';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';

describe('retryDelay', () => {
  const delays = (error: unknown) => [1, 2, 20].map((failures) => retryDelay(error, failures));

  it('grows with each failure in a row', () => {
    const [first, second, last] = delays(new Error('OOM command not allowed'));
    expect(first).to.be.within(50, 100);
    expect(second).to.be.within(100, 200);
    expect(last).to.be.within(2_000, 4_000);
  });

  it('begins with a second after a mistake of configuration', () => {
    const [first, , last] = delays(new Error('WRONGTYPE Operation against a key'));
    expect(first).to.be.within(500, 1_000);
    expect(last).to.be.within(2_000, 4_000);
  });

  it('does not grow where a connection was lost: to connect has a backoff of its own', () => {
    const lost = new RedisTriggersError({ code: 'CONNECTION_LOST', place: 'c', what: 'it closed' });
    for (const delay of delays(lost)) expect(delay).to.be.within(50, 100);
  });
});
