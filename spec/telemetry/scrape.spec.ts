import { expect } from 'chai';
import { Registry } from 'prom-client';
import { createRuntime } from '../../lib/create-runtime.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { maxAgeInMs } from '../../lib/telemetry/metrics/backlog-readings.js';
import { instrument } from '../../lib/telemetry/instrument.js';
import { prometheus } from '../../lib/telemetry/prometheus.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import type { Clock } from '../../lib/time/clock.js';
import { systemClock } from '../../lib/time/system-clock.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { startMetering, valuesOf } from '../support/open-telemetry.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';

/** The system's clock, which a spec can put forward. */
class ShiftedClock implements Clock {
  aheadInMs = 0;
  now = (): number => systemClock.now() + this.aheadInMs;
  date = (): Date => systemClock.date();
  sleep = (delayInMs: number, signal?: AbortSignal): Promise<void> => systemClock.sleep(delayInMs, signal);
}

describe('A scrape', () => {
  let fake: FakeRedis;
  let register: Registry;
  let clock: ShiftedClock;
  let runtime: Runtime;
  let handling: Recorder<string>;

  /** Never ends, so that what is pushed after it waits in Redis. */
  const handle = ({ message }: RedisMessageModel): Promise<void> => {
    handling.add(message);
    return new Promise(() => undefined);
  };

  beforeEach(async () => {
    fake = new FakeRedis();
    handling = new Recorder();
    register = new Registry();
    clock = new ShiftedClock();
    const trigger = RedisListTrigger({
      connection: 'redis',
      key: 'orders',
      name: 'run',
      concurrency: 1,
      prefetch: 0,
    });
    runtime = await createRuntime({
      handlers: [classWith(trigger, handle)],
      connections: { redis: fake.connectionOptions() },
      logger: false,
      clock,
      shutdownTimeoutInMs: 1,
    });
    await prometheus(runtime, { register });
    await runtime.start();
  });
  afterEach(async () => {
    await runtime.stop();
    await fake.close();
  });

  const backlog = async (): Promise<string | undefined> =>
    /^redis_triggers_backlog\{.*\} (\d+)$/m.exec(await register.metrics())?.[1];
  it('asks Redis at most once in some seconds, however many there are and wherever they go', async () => {
    const redis = fake.createClient();
    await redis.rpush('orders', 'one');
    await handling.until(1);
    const metering = startMetering();
    await instrument(runtime, { tracing: false, metrics: { meterProvider: metering.provider } });
    expect(await backlog()).to.equal('0');
    await redis.rpush('orders', 'two', 'three');
    expect(await Promise.all([backlog(), backlog()])).to.deep.equal(['0', '0']);
    const [collected] = valuesOf(await metering.collect(), 'redis_triggers.backlog');
    expect(collected?.value).to.equal(0);
    clock.aheadInMs = maxAgeInMs;
    expect(await backlog()).to.equal('2');
    await metering.end();
  });

  it('is answered while Redis is away, with everything but what waits there, and with all when it is back', async () => {
    expect(await backlog()).to.equal('0');
    fake.faults.refusing = true;
    fake.faults.drop();
    await signalled('healthChanged', () => runtime.health().functions.run?.state === 'recovering');
    clock.aheadInMs += maxAgeInMs;
    const text = await register.metrics();
    expect(text).to.not.match(/^redis_triggers_backlog\{/m);
    expect(text).to.match(/^redis_triggers_listener_state\{.*"recovering".*\} 1$/m);
    expect(text).to.match(/^redis_triggers_in_flight\{.*\} 0$/m);
    fake.faults.refusing = false;
    await signalled('healthChanged', () => runtime.health().functions.run?.state === 'listening');
    clock.aheadInMs += maxAgeInMs;
    expect(await backlog()).to.equal('0');
  });

  it('asks nobody before the runtime runs', async () => {
    const other = await createRuntime({
      handlers: [classWith(RedisListTrigger({ connection: 'redis', key: 'orders', name: 'other' }))],
      connections: { redis: '127.0.0.1:1' },
      logger: false,
    });
    const registry = new Registry();
    await prometheus(other, { register: registry });
    expect(await registry.metrics()).to.not.match(/^redis_triggers_backlog\{/m);
    await other.stop();
  });
});
