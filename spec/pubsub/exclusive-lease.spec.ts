import { expect } from 'chai';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import { ExclusiveLease } from '../../lib/pubsub/exclusive-lease.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';

describe('ExclusiveLease', () => {
  let now: number;
  let date: number;
  let lease: ExclusiveLease;
  const descriptor = describeOne(
    classWith(RedisPubSubTrigger({ connection: 'c', channel: 'news', exclusive: true })),
  ) as PubSubFunction;

  beforeEach(async () => {
    now = 100;
    date = 1_000_000;
    const clock = { now: () => now, date: () => new Date(date), sleep: () => Promise.resolve() };
    lease = new ExclusiveLease(descriptor, { send: () => Promise.resolve([1, -1]) }, clock);
    await lease.hold({ now, date });
  });

  it('is held for three seconds', () => {
    now += 2_999;
    date += 2_999;
    expect(lease).to.include({ isHeld: true, hasLapsed: false });
    now += 1;
    expect(lease).to.include({ isHeld: false, hasLapsed: true });
  });

  it('is over after the machine slept, though the clock that only grows stood still', () => {
    date += 60_000;
    expect(lease).to.include({ isHeld: false, hasLapsed: true });
  });

  it('is held no longer where the date was stepped back', () => {
    date -= 60_000;
    now += 3_000;
    expect(lease.isHeld).to.equal(false);
  });

  it('is in doubt until the server has said so again', async () => {
    lease.doubt();
    expect(lease).to.include({ isHeld: false, hasLapsed: false });
    await lease.hold({ now, date });
    expect(lease.isHeld).to.equal(true);
  });
});
