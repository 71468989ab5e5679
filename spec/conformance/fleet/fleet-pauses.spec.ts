import { expect } from 'chai';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { FunctionHealth } from '../../../lib/runtime/health/health.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { createScaleMonitor } from '../../../lib/scaling/create-scale-monitor.js';
import { classWith } from '../../support/describe-classes.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';
import { Recorder } from '../../support/recorder.js';
import { rejectionOf } from '../../support/rejection-of.js';
import { describeOnRedis, redisName } from '../../support/test-redis.js';
import { keptKinds, publishedKinds } from '../pause/pausable-kinds.js';
import { openFleet, passing } from './open-fleet.js';

const id = 'Handlers.run';

describeOnRedis('A pause of the fleet', (redis) => {
  let received: Recorder<string>;
  let clock: ManualClock;
  const record = ({ message }: RedisMessageModel): void => received.add(message);
  const start = (decorator = keptKinds[0]!.decorator()): Promise<Runtime> =>
    redis.startRuntime([classWith(decorator, record)], { fleet: {}, clock });
  const healthOf = (runtime: Runtime): FunctionHealth => runtime.health().functions[id]!;
  const inState = (state: string, ...runtimes: Runtime[]): Promise<boolean> =>
    passing(clock, () => runtimes.every((each) => healthOf(each).state === state), `${state} everywhere`);

  beforeEach(() => {
    received = new Recorder();
    clock = new ManualClock(Date.now());
  });

  for (const { name, decorator, send } of [...keptKinds, ...publishedKinds.slice(0, 3)]) {
    it(`of ${name} holds in every process, and in those that start later`, async () => {
      await using fleet = await openFleet(redis);
      const runtimes = [await start(decorator()), await start(decorator())];
      await fleet.pause(id);
      await inState('paused', ...runtimes);
      expect(healthOf(runtimes[0]!).pausedBy).to.deep.equal(['fleet']);
      await send(redis.client, 'meanwhile');
      runtimes.push(await start(decorator()));
      expect(runtimes[2]!.health()).to.include({ ready: true });
      expect(healthOf(runtimes[2]!).state).to.equal('paused');
      expect(received.items).to.deep.equal([]);
      expect(await fleet.resume(id)).to.equal(true);
      expect(await fleet.resume(id)).to.equal(false);
      await inState('listening', ...runtimes);
      // Of an exclusive function all may stand by until the lease of the one that was paused is given back.
      await passing(clock, () => runtimes.some((each) => healthOf(each).standby !== true), 'one to handle');
      await send(redis.client, 'after');
      await received.untilTrue((items) => items.some((text) => text.includes('after')));
    });
  }

  it('is shown with its function, also where no process has that', async () => {
    await using fleet = await openFleet(redis);
    const { since, until } = await fleet.pause(id, { forInMs: 3_600_000 });
    expect(until!.getTime() - since.getTime()).to.equal(3_600_000);
    expect(await fleet.pauses()).to.deep.equal([{ functionId: id, since, until }]);
    const [shown] = await fleet.functions();
    expect(shown).to.deep.include({ functionId: id, processes: 0, pause: { functionId: id, since, until } });
    await fleet.resume(id);
    expect(await fleet.functions()).to.deep.equal([]);
  });

  it('ends at its deadline, by the clock of Redis', async () => {
    await using fleet = await openFleet(redis);
    await fleet.pause(id, { forInMs: 60_000 });
    const runtime = await start();
    const { state, until } = healthOf(runtime);
    expect(state).to.equal('paused');
    expect(until!.getTime()).to.be.closeTo(clock.now() + 60_000, 5_000);
    await clock.advance(60_000);
    await inState('listening', runtime);
  });

  it('that is over is neither shown nor kept', async () => {
    await using fleet = await openFleet(redis);
    await fleet.pause(id, { forInMs: 1 });
    await redis.client.ping();
    while ((await fleet.pauses()).length > 0) await redis.client.ping();
    await fleet.pause('Other.run');
    expect(await redis.client.hkeys('{redis-triggers:fleet:default}:pauses')).to.deep.equal(['Other.run']);
    expect(healthOf(await start()).state).to.equal('listening');
  });

  it('and one of a process hold both: the function is resumed when neither does any more', async () => {
    await using fleet = await openFleet(redis);
    const runtime = await start();
    await runtime.pause(id);
    await fleet.pause(id);
    await passing(clock, () => healthOf(runtime).pausedBy?.length === 2, 'both');
    expect(healthOf(runtime).pausedBy).to.deep.equal(['fleet', 'process']);
    await runtime.resume(id);
    expect(healthOf(runtime)).to.deep.include({ state: 'paused', pausedBy: ['fleet'] });
    await runtime.pause(id);
    await fleet.resume(id);
    await passing(clock, () => healthOf(runtime).pausedBy?.length === 1, 'one');
    expect(healthOf(runtime)).to.deep.include({ state: 'paused', pausedBy: ['process'] });
    await runtime.resume(id);
    expect(healthOf(runtime).state).to.equal('listening');
  });

  it('is what the last of several says who pause and resume at once', async () => {
    await using one = await openFleet(redis);
    await using other = await openFleet(redis);
    const runtime = await start();
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        one.pause(id),
        other.resume(id),
        other.pause(id, { forInMs: 600_000 }),
        one.resume(id),
      ]);
    }
    const [pause] = await one.pauses();
    const expected = pause ? 'paused' : 'listening';
    await clock.advance(1_000);
    await inState(expected, runtime);
    await other.pause(id, { forInMs: 600_000 });
    await one.pause(id);
    expect((await other.pauses())[0]).to.not.have.property('until');
    await inState('paused', runtime);
    await passing(clock, () => healthOf(runtime).until === undefined, 'no deadline');
  });

  it('asks for no workers, also where a scale monitor watches', async () => {
    await using fleet = await openFleet(redis);
    const connections = { [redisName]: redis.connection };
    await using monitor = await createScaleMonitor({
      handlers: [classWith(keptKinds[0]!.decorator(), record)],
      connections,
      fleet: {},
      logger: false,
    });
    await keptKinds[0]!.send(redis.client, 'a');
    const { demand } = await monitor.read(id, { maxAgeInMs: 0 });
    expect(demand).to.equal(1);
    await fleet.pause(id);
    const paused = await eventually(async () => {
      const scale = await monitor.read(id, { maxAgeInMs: 0 });
      return scale.isPaused && scale;
    }, 'the pause');
    expect(paused).to.include({ remaining: 1, demand: 0, targetWorkers: 0 });
  });

  it('refuses what is no function and no time, and what cannot be reached', async () => {
    await using fleet = await openFleet(redis);
    expect(await rejectionOf(fleet.pause(''))).to.include({ code: 'RUNTIME_OPTION_INVALID' });
    expect(await rejectionOf(fleet.resume(''))).to.include({ code: 'RUNTIME_OPTION_INVALID' });
    expect(await rejectionOf(fleet.pause(id, { forInMs: -1 }))).to.include({
      code: 'RUNTIME_OPTION_INVALID',
    });
    expect(await rejectionOf(fleet.history(id, 481))).to.include({ code: 'RUNTIME_OPTION_INVALID' });
  });
});
