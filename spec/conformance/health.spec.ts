import { expect } from 'chai';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

describeOnRedis('health()', (redis) => {
  it('counts what runs and what waits, and is live and ready meanwhile', async () => {
    const begun = new Recorder<unknown>();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const trigger = RedisListTrigger({ connection, key: 'orders', concurrency: 1, prefetch: 2 });
    const handlers = classWith(trigger, async (message: unknown) => {
      begun.add(message);
      await ended;
    });
    const runtime = await redis.startRuntime([handlers]);
    const look = (): FunctionHealth => runtime.health().functions['Handlers.run']!;
    await redis.client.rpush('orders', 'a', 'b', 'c', 'd');
    await signalled('healthChanged', () => look().waiting === 2, 'two to wait');
    expect(look()).to.include({ inFlight: 1, live: true }).and.not.have.property('backoff');
    expect(runtime.health()).to.include({ live: true, ready: true });
    end();
    await begun.until(4);
    await signalled('healthChanged', () => look().succeeded === 4 && look().inFlight === 0, 'all to succeed');
    expect(look()).to.include({ inFlight: 0, waiting: 0 });
    await runtime.stop();
    expect(runtime.health()).to.include({ live: false, ready: false });
  });

  it('says how often a listener failed in a row, when it tries again, and that it lives', async () => {
    const runtime = await redis.startRuntime([classWith(RedisListTrigger({ connection, key: 'orders' }))]);
    const look = (): FunctionHealth => runtime.health().functions['Handlers.run']!;
    expect(look()).to.not.have.property('backoff');
    await redis.client.set('orders', 'not a list');
    const backoff = await signalled('healthChanged', () => look().backoff, 'a failure');
    expect(backoff.failures).to.be.at.least(1);
    expect(backoff.nextTryInMs).to.be.within(0, 5_000);
    expect(runtime.health()).to.include({ live: true, ready: false });
    await redis.client.del('orders');
    await signalled('healthChanged', () => look().backoff === undefined, 'the end of the failures');
  });
});
