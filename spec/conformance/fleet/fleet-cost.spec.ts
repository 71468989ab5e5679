import { expect } from 'chai';
import type { Redis } from 'ioredis';
import type { Class } from '../../../lib/metadata/class.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { readText } from '../../docs/pages.js';
import { classWith } from '../../support/describe-classes.js';
import { ManualClock } from '../../support/manual-clock.js';
import { Recorder } from '../../support/recorder.js';
import { describeOnRedis, redisName as connection } from '../../support/test-redis.js';
import { openFleet, passing } from './open-fleet.js';

const functions = 20;

describeOnRedis('What a fleet costs', (redis) => {
  const page = readText('docs/fleet.md');
  /** The number in the only place of docs/fleet.md that is written so. */
  const documented = (pattern: RegExp): number => Number(pattern.exec(page)?.[1]?.replaceAll(',', ''));

  const monitors: Redis[] = [];
  afterEach(() => monitors.splice(0).forEach((monitor) => monitor.disconnect()));

  it('in commands is what docs/fleet.md says, and at most two a second', async function () {
    if (!redis.server) this.skip();
    const clock = new ManualClock(Date.now());
    await redis.startRuntime(
      handlers(() => undefined),
      { fleet: {}, clock },
    );
    // Every command is seen, whatever it is; what a script does within itself, and what functions and connections do, aside.
    const sent = new Recorder<string>();
    const monitor = await redis.client.monitor();
    monitors.push(monitor);
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      const [name = '', first = ''] = args;
      const isOfFunction = ['client', 'ping'].includes(name) || first.includes('orders:');
      if (source !== 'lua' && !isOfFunction) sent.add(name);
    });
    await clock.whenAsleep();
    const asleep = clock.sleeping;
    const seconds = 30;
    for (let second = 0; second < seconds; second++) {
      const seen = sent.items.length;
      await clock.advance(1_000);
      await sent.until(seen + 1);
      // What it sent is answered.
      await clock.until(() => clock.sleeping >= asleep);
    }
    await redis.client.echo('end');
    await sent.untilTrue((all) => all.includes('echo'), 'the end');
    const aSecond = (sent.items.length - 1) / seconds;
    expect(aSecond)
      .to.be.closeTo(documented(/sends (\d+) command a second/), 0.1)
      .and.at.most(2);
  });

  it('in memory is at most what docs/fleet.md says', async function () {
    if (!redis.server) this.skip();
    await using fleet = await openFleet(redis);
    const clock = new ManualClock(Date.now());
    const handled = new Recorder<unknown>();
    const run = (message: RedisMessageModel): void => handled.add(message);
    await redis.startRuntime(handlers(run), { fleet: {}, clock });
    for (let index = 0; index < functions; index++)
      for (let order = 0; order < 5; order++) await redis.client.rpush(`orders:${index}`, `${order}`);
    await handled.until(5 * functions);
    await passing(clock, async () => (await fleet.histories(1)).size === functions, 'all counters');
    const [first] = await fleet.processes();
    const sizeOf = async (key: string): Promise<number> =>
      Number(
        await redis.client.call('MEMORY', 'USAGE', `{redis-triggers:fleet:default}:${key}`, 'SAMPLES', 0),
      );
    const inProcess = (await sizeOf(`process:${first!.id}`)) / functions;
    const minutes = await redis.client.keys('{redis-triggers:fleet:default}:minute:*');
    const inMinute =
      Math.max(...(await Promise.all(minutes.map((key) => sizeOf(key.replace(/^.*?}:/, '')))))) / functions;
    expect(inProcess).to.be.at.most(documented(/([\d,]+) bytes a function in each process/));
    expect(inMinute).to.be.at.most(documented(/([\d,]+) bytes a function in each minute/));
  });

  function handlers(run: (message: RedisMessageModel) => void): Class[] {
    return Array.from({ length: functions }, (_, index) =>
      classWith(
        RedisListTrigger({
          connection,
          key: `orders:${index}`,
          name: `Shop.onOrder${index}`,
          pollingIntervalInMs: 60_000,
        }),
        run,
      ),
    );
  }
});
