import { expect } from 'chai';
import type { GapEvent } from '../../lib/events/runtime-events.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import type { RuntimeOptions } from '../../lib/runtime/runtime-options.js';
import { lookEveryInMs } from '../../lib/pubsub/keyspace-watch.js';
import { probeEveryInMs } from '../../lib/pubsub/proof-of-life.js';
import { systemClock } from '../../lib/time/system-clock.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

const functionCount = 3;
const setting = 'notify-keyspace-events';

describeOnRedis('Flags of keyspace notifications that are cleared while functions listen', (redis) => {
  let passedInMs: number;
  /** How often a function has begun to wait for a second. */
  let rests: Recorder<number>;
  let handled: Recorder<string>;
  let gaps: Recorder<GapEvent>;
  let logger: RecordingLogger;
  const clock: RuntimeOptions['clock'] = {
    now: () => systemClock.now() + passedInMs,
    date: () => new Date(systemClock.date().getTime() + passedInMs),
    sleep: (delayInMs, signal) => {
      if (delayInMs === probeEveryInMs) rests.add(delayInMs);
      return systemClock.sleep(delayInMs, signal);
    },
  };

  beforeEach(() => {
    passedInMs = 0;
    rests = new Recorder();
    handled = new Recorder();
    gaps = new Recorder();
    logger = new RecordingLogger();
  });

  it('are set again by all functions that may, and the gap of each begins when they were last right', async () => {
    const runtime = await start(true);
    await redis.client.config('SET', setting, '');
    await redis.client.set('unseen', '1');
    passedInMs += lookEveryInMs;
    await gaps.until(2);
    expect(gaps.items.map(({ functionId }) => functionId).sort()).to.deep.equal(['deleted', 'set']);
    for (const { reason, durationInMs } of gaps.items) {
      expect(reason).to.equal('not-published');
      expect(durationInMs).to.be.within(lookEveryInMs, lookEveryInMs + 10_000);
    }
    await redis.client.set('seen', '1');
    await redis.client.del('seen');
    await handled.until(2);
    expect(handled.items).to.deep.equal(['set', 'deleted']);
    expect(runtime.health().functions.set).to.include({ state: 'listening', gaps: 1 });
  });

  it('are said to be missing, and the gap is reported when they are there again', async () => {
    await redis.client.config('SET', setting, 'EA');
    const runtime = await start(false);
    await redis.client.config('SET', setting, 'Ex');
    passedInMs += lookEveryInMs;
    const { functions } = await signalled(
      'healthChanged',
      () => {
        const health = runtime.health();
        const [set, deleted] = [health.functions.set, health.functions.deleted];
        return set?.state === 'recovering' && deleted?.state === 'recovering' && health;
      },
      'health to say so',
    );
    expect(runtime.health()).to.include({ live: true, ready: false });
    expect(functions.set?.lastError).to.include({ code: 'KEYSPACE_NOTIFICATIONS_DISABLED' });
    expect(functions.expired?.state).to.equal('listening');
    const warning = logger.lines.find(({ fields }) => fields.functionId === 'set' && 'error' in fields);
    expect((warning?.fields.error as Error).message).to.include('__keyevent@0__:set');
    expect(gaps.items).to.have.length(0);
    await redis.client.config('SET', setting, 'EA');
    passedInMs += lookEveryInMs;
    await signalled('healthChanged', () => runtime.health().ready, 'all functions to be well');
    await gaps.until(2);
    expect(gaps.items.map(({ functionId }) => functionId).sort()).to.deep.equal(['deleted', 'set']);
    for (const { durationInMs } of gaps.items) expect(durationInMs).to.be.above(2 * lookEveryInMs);
  });

  it('are looked for once a minute, whatever the number of functions', async function () {
    // The fake keeps no statistics.
    if (!redis.server) this.skip();
    await start(true);
    await redis.client.config('RESETSTAT');
    for (let minutes = 1; minutes <= 3; minutes++) {
      passedInMs += lookEveryInMs;
      await rests.until(rests.items.length + 2 * functionCount);
    }
    const stats = await redis.client.info('commandstats');
    const readings = /cmdstat_config(?:\|get)?:calls=(\d+)/.exec(stats)?.[1];
    // Before Redis 7 the reset itself counts.
    expect(Number(readings)).to.be.within(3, 4);
  });

  async function start(configureKeyspaceNotifications: boolean): Promise<Runtime> {
    const trigger = (name: string, event: string): MethodDecorator =>
      RedisPubSubTrigger({
        connection,
        name,
        channel: `__keyevent@0__:${event}`,
        configureKeyspaceNotifications,
      });
    class Keys {
      @trigger('set', 'set')
      onSet(): void {
        handled.add('set');
      }

      @trigger('deleted', 'del')
      onDeleted(): void {
        handled.add('deleted');
      }

      @trigger('expired', 'expired')
      onExpired(): void {
        handled.add('expired');
      }
    }
    const runtime = await redis.createRuntime([Keys], { clock, logger });
    runtime.on('gap', (gap) => {
      if (gap.functionId !== 'expired') gaps.add(gap);
    });
    await runtime.start();
    return runtime;
  }
});
