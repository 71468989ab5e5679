import { hostname } from 'node:os';
import { expect } from 'chai';
import { durationQuantile } from '../../../lib/fleet/durations.js';
import { isReader } from '../../../lib/fleet/is-reader.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';
import { Recorder } from '../../support/recorder.js';
import { describeOnRedis, redisName as connection } from '../../support/test-redis.js';
import { openFleet, passing } from './open-fleet.js';

const id = 'Handlers.run';

describeOnRedis('A fleet', (redis) => {
  const handlers = (run: (message: RedisMessageModel) => unknown = () => undefined) =>
    classWith(RedisListTrigger({ connection, key: 'orders' }), run);
  const fleet = { version: '1.2.3' };

  it('shows its processes with their functions, and forgets one that stops', async () => {
    await using watching = await openFleet(redis);
    expect(await watching.processes()).to.deep.equal([]);
    const clock = new ManualClock(Date.now());
    const first = await redis.startRuntime([handlers()], { fleet, clock });
    await redis.startRuntime([handlers()], { fleet, clock });
    const processes = await passing(
      clock,
      async () => {
        const all = await watching.processes();
        return all.every(({ functions }) => functions[id]?.state === 'listening') && all;
      },
      'the functions of both',
    );
    expect(processes).to.have.length(2);
    for (const each of processes) {
      expect(each).to.include({ host: hostname(), pid: process.pid, version: '1.2.3' });
      expect(each.startedAt).to.be.an.instanceOf(Date);
      expect(each.functions[id]).to.deep.include({ kind: 'list', connection, sources: ['orders'] });
      expect(each.functions[id]).to.include({ live: true, inFlight: 0, succeeded: 0 });
    }
    const [together] = await watching.functions();
    expect(together).to.deep.include({ functionId: id, processes: 2, states: { listening: 2 } });
    await first.stop();
    expect(await watching.processes()).to.have.length(1);
  });

  it('counts what its processes handle, minute by minute, and once', async () => {
    await using watching = await openFleet(redis);
    // The clock runs ahead below, and what is counted would be in a minute that Redis has not reached.
    await eventually(async () => Number((await redis.client.time())[0]) % 60 < 50, 'a minute with time left');
    const clock = new ManualClock(Date.now());
    const run = ({ message }: RedisMessageModel): void => {
      if (message === 'bad') throw new Error('no');
    };
    const runtimes = [
      await redis.startRuntime([handlers(run)], { fleet, clock }),
      await redis.startRuntime([handlers(run)], { fleet, clock }),
    ];
    await redis.client.rpush('orders', 'a', 'b', 'bad', 'c', 'd');
    const handled = (): number =>
      runtimes
        .map((runtime) => runtime.health().functions[id]!)
        .reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0);
    await eventually(() => handled() === 5, 'all to be handled');
    await clock.advance(5_000);
    await Promise.all(runtimes.map((runtime) => runtime.stop()));
    const minutes = await watching.history(id, 2);
    expect(minutes).to.have.length(2);
    const sum = (name: 'processed' | 'failed'): number =>
      minutes.reduce((total, each) => total + each[name], 0);
    expect([sum('processed'), sum('failed')]).to.deep.equal([4, 1]);
    const buckets = minutes.map((each) => each.buckets.reduce((total, count) => total + count, 0));
    expect(buckets.reduce((total, count) => total + count, 0)).to.equal(5);
    expect(minutes[1]!.at.getTime() - minutes[0]!.at.getTime()).to.equal(60_000);
    const all = await watching.histories(2);
    expect([...all.keys()]).to.deep.equal([id]);
    expect(all.get(id)).to.deep.equal(minutes);
    expect(durationQuantile(minutes.find(({ processed }) => processed > 0)!.buckets, 0.5)).to.be.above(0);
  });

  it('has one process that reads for all, and another one when that stops', async () => {
    const clock = new ManualClock(Date.now());
    const runtimes: Runtime[] = [];
    for (let index = 0; index < 3; index++)
      runtimes.push(await redis.startRuntime([handlers()], { fleet, clock }));
    const readers = () => runtimes.filter((runtime) => isReader(runtime));
    expect(readers()).to.deep.equal([runtimes[0]]);
    await runtimes[0]!.stop();
    await passing(clock, () => readers().length === 1, 'another reader');
    expect(readers()).to.not.include(runtimes[0]);
    expect(isReader(await redis.createRuntime([handlers()]))).to.equal(true);
  });

  it('leaves nothing in Redis that does not expire when its processes die', async () => {
    await using watching = await openFleet(redis);
    const clock = new ManualClock(Date.now());
    const handled = new Recorder<RedisMessageModel>();
    await redis.startRuntime([handlers(handled.add)], { fleet, clock });
    await redis.client.rpush('orders', 'a');
    await handled.until(1);
    await passing(clock, async () => (await watching.histories(1)).size > 0, 'the counters');
    const keys = await redis.client.keys('{redis-triggers:fleet:default}:*');
    expect(keys.map((key) => key.replace(/^[^}]*}:|:[\w-]+$/g, '')).sort()).to.deep.equal([
      'minute',
      'process',
      'processes',
      'reader',
    ]);
    for (const key of keys) {
      const name = key.replace(/^[^}]*}:|:[\w-]+$/g, '');
      const longest = { minute: 8 * 3_600_000, processes: 12 * 3_600_000 }[name] ?? 15_000;
      expect(await redis.client.pttl(key), key).to.be.within(1, longest);
    }
  });

  it('shows a process until its own interval is over, whatever those of the others are', async () => {
    await using watching = await openFleet(redis);
    const clock = new ManualClock(Date.now());
    const rarely = { intervalInMs: 3_600_000 };
    await redis.startRuntime([handlers()], { fleet: { ...fleet, ...rarely }, clock });
    await redis.startRuntime([handlers()], { fleet: { ...fleet, intervalInMs: 1_000 }, clock });
    expect(await watching.processes()).to.have.length(2);
    const lasts = await redis.client.pttl('{redis-triggers:fleet:default}:processes');
    expect(lasts).to.be.at.least(3 * rarely.intervalInMs);
  });

  it('is told apart from others by its name', async () => {
    await using watching = await openFleet(redis, 'other');
    const runtime = await redis.startRuntime([handlers()], { fleet });
    expect(await watching.processes()).to.deep.equal([]);
    await watching.pause(id);
    expect(runtime.health().functions[id]!.state).to.equal('listening');
    expect(await watching.functions()).to.have.length(1);
  });
});
