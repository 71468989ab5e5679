import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { LeaseLoop } from '../../../lib/list/at-least-once/lease-loop.js';
import type { ListSource } from '../../../lib/list/at-least-once/list-source.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { returnHeld } from '../../../lib/redis/commands/lua/return-held.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const descriptor = {
  id: 'F',
  keys: ['orders'],
  claimIdleInMs: 60_000,
  maxDeliveryCount: 5,
} as unknown as ListFunction;

describe('LeaseLoop', () => {
  let clock: ManualClock;
  let renewals: number[];
  /** Answers each renewal. */
  let renew: () => Promise<void>;
  let heard: unknown[];
  let returned: number;
  let loop: LeaseLoop;

  beforeEach(() => {
    clock = new ManualClock();
    renewals = [];
    renew = () => Promise.resolve();
    heard = [];
    returned = 0;
    const lease = {
      name: 'me',
      renew: () => {
        renewals.push(clock.now());
        return renew();
      },
    };
    const command = {
      moves: 0,
      whenReady: () => Promise.resolve(),
      send: ([, script]: RedisCommand) => {
        if (script !== returnHeld.sha) return Promise.resolve([]);
        returned += 1;
        return Promise.resolve([0, 0, []]);
      },
    };
    loop = new LeaseLoop({
      descriptor,
      sources: [{ key: 'orders', consumer: { lease } } as unknown as ListSource],
      command,
      observer: {
        failed: (error) => heard.push(error),
        recovered: () => heard.push('recovered'),
        tookOver: () => undefined,
      },
      clock,
    });
  });

  const rounds = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await settled();
  };

  it('renews three times in the duration of a lease, puts back each time, and says nothing while all is well', async () => {
    loop.start();
    await rounds();
    for (let third = 0; third < 2; third++) {
      await clock.advance(20_000);
      await rounds();
    }
    await loop.stop();
    expect(renewals).to.deep.equal([0, 20_000, 40_000]);
    expect(heard).to.deep.equal([]);
    expect(returned).to.equal(3);
  });

  it('counts the rest from when a round began, so that slow answers do not make renewals late', async () => {
    let answer = (): void => undefined;
    renew = () => new Promise((resolve) => (answer = resolve));
    loop.start();
    await rounds();
    await clock.advance(5_000);
    answer();
    await rounds();
    await clock.advance(15_000);
    await rounds();
    answer();
    await loop.stop();
    expect(renewals).to.deep.equal([0, 20_000]);
  });

  it('says once what goes wrong and once that it is over, and tries again soon', async () => {
    const closed = new Error('Connection is closed.');
    renew = () => Promise.reject(closed);
    loop.start();
    await rounds();
    expect([heard, returned]).to.deep.equal([[closed], 0]);
    renew = () => Promise.resolve();
    await clock.advance(5_000);
    await rounds();
    expect(renewals).to.deep.equal([0, 5_000]);
    expect([heard, returned]).to.deep.equal([[closed, 'recovered'], 1]);
    await clock.advance(20_000);
    await rounds();
    await loop.stop();
    expect(heard).to.deep.equal([closed, 'recovered']);
  });

  it('puts back what is in the other lists where one is bad', async () => {
    const wrong = new RedisReplyError('WRONGTYPE Operation against a key');
    renew = () => Promise.reject(wrong);
    loop.start();
    await rounds();
    await loop.stop();
    expect([heard, returned]).to.deep.equal([[wrong], 1]);
  });

  it('renews during a stop, and puts nothing back', async () => {
    loop.quiesce();
    loop.start();
    await rounds();
    await loop.stop();
    await clock.advance(60_000);
    expect([renewals, returned]).to.deep.equal([[0], 0]);
  });
});
