import { expect } from 'chai';
import { IdleWait, longestWaitInMs } from '../../../lib/listeners/reading/idle-wait.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

describe('IdleWait', () => {
  function idleWait(pollingIntervalInMs: number, isAlone: boolean, isWakeable = true): IdleWait {
    const quarantine = { firstError: undefined };
    return new IdleWait({ pollingIntervalInMs, isAlone, blocked: { isWakeable }, quarantine });
  }

  function waitsOf(wait: IdleWait, reads: number): number[] {
    return Array.from({ length: reads }, () => {
      wait.found([]);
      return wait.inMs;
    });
  }

  it('is there only after a read that found nothing', () => {
    const wait = idleWait(1_000, true);
    expect(wait.isIdle).to.equal(false);
    wait.found([]);
    expect(wait.isIdle).to.equal(true);
    wait.found(['message']);
    expect(wait.isIdle).to.equal(false);
  });

  it('is four times as long after three of them', () => {
    const wait = idleWait(500, true);
    expect(waitsOf(wait, 5)).to.deep.equal([500, 500, 500, 2_000, 2_000]);
    wait.found(['message']);
    expect(waitsOf(wait, 1)).to.deep.equal([500]);
  });

  it('is as before after a hurry', () => {
    const wait = idleWait(500, true);
    waitsOf(wait, 5);
    wait.hurry();
    expect(wait.isIdle).to.equal(false);
    expect(waitsOf(wait, 1)).to.deep.equal([500]);
  });

  it('is no longer than the interval where readers take turns, or where it has to end', () => {
    expect(new Set(waitsOf(idleWait(500, false), 10))).to.deep.equal(new Set([500]));
    expect(new Set(waitsOf(idleWait(500, true, false), 10))).to.deep.equal(new Set([500]));
    const withBadKey = { firstError: new RedisReplyError('WRONGTYPE') };
    const parts = { pollingIntervalInMs: 500, isAlone: true, blocked: { isWakeable: true } };
    expect(new Set(waitsOf(new IdleWait({ ...parts, quarantine: withBadKey }), 10))).to.deep.equal(
      new Set([500]),
    );
  });

  it('is at most four seconds, unless the interval is longer', () => {
    expect([100, 1_000, 3_000, 10_000].map(longestWaitInMs)).to.deep.equal([400, 4_000, 4_000, 10_000]);
  });
});
