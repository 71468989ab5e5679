import { expect } from 'chai';
import { RetryDelays } from '../../../lib/redis/errors/retry-delays.js';
import { RedisTriggersError } from '../../../lib/errors/redis-triggers-error.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

describe('RetryDelays', () => {
  const lost = new RedisTriggersError({ code: 'CONNECTION_LOST', place: 'c', what: 'it closed' });
  const full = new RedisReplyError('OOM command not allowed');
  let delays: RetryDelays;

  beforeEach(() => {
    delays = new RetryDelays();
  });

  it('grow with each failure in a row, up to a bound', () => {
    expect(delays.after(full)).to.be.within(50, 100);
    expect(delays.after(full)).to.be.within(100, 200);
    for (let failures = 0; failures < 20; failures++) delays.after(full);
    expect(delays.after(full)).to.be.within(2_000, 4_000);
  });

  it('begin with a second after a mistake of configuration', () => {
    expect(delays.after(new RedisReplyError('WRONGTYPE Operation against a key'))).to.be.within(500, 1_000);
  });

  it('do not grow where connections are lost: to connect has a backoff of its own', () => {
    for (let failures = 0; failures < 20; failures++) expect(delays.after(lost)).to.be.within(50, 100);
  });

  it('begin anew on another connection, and after a success', () => {
    for (let failures = 0; failures < 20; failures++) delays.after(full);
    delays.after(lost);
    expect(delays.after(full)).to.be.within(50, 100);
    expect(delays.hasFailed).to.equal(true);
    delays.after(full);
    delays.reset();
    expect(delays.hasFailed).to.equal(false);
    expect(delays.after(full)).to.be.within(50, 100);
  });
});
