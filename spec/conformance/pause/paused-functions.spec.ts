import { expect } from 'chai';
import type { FunctionPaused, FunctionResumed } from '../../../lib/events/runtime-events.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { FunctionHealth } from '../../../lib/runtime/health/health.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { classWith } from '../../support/describe-classes.js';
import { ManualClock } from '../../support/manual-clock.js';
import { Recorder } from '../../support/recorder.js';
import { rejectionOf } from '../../support/rejection-of.js';
import { describeOnRedis } from '../../support/test-redis.js';
import { keptKinds, publishedKinds } from './pausable-kinds.js';

const id = 'Handlers.run';

describeOnRedis('A paused function', (redis) => {
  let received: Recorder<string>;
  const record = ({ message }: RedisMessageModel): void => received.add(message);
  const healthOf = (runtime: Runtime): FunctionHealth => runtime.health().functions[id]!;

  beforeEach(() => {
    received = new Recorder();
  });

  for (const { name, decorator, send } of keptKinds) {
    describe(`of ${name}`, () => {
      it('leaves in Redis what comes, and handles it when it is resumed', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        await send(redis.client, 'before');
        await received.until(1);
        await runtime.pause(id);
        await send(redis.client, 'meanwhile');
        expect(await runtime.scale(id, { maxAgeInMs: 0 })).to.include({
          remaining: 1,
          isPaused: true,
          demand: 0,
          targetWorkers: 0,
          vote: 'scaleIn',
        });
        await runtime.resume(id);
        await received.until(2);
        expect(received.items.map(textOf)).to.deep.equal(['before', 'meanwhile']);
      });

      it('handles nothing that waits where it is paused before the start', async () => {
        await send(redis.client, 'early');
        const runtime = await redis.createRuntime([classWith(decorator(), record)]);
        await runtime.pause(id);
        await runtime.start();
        expect(runtime.health()).to.include({ state: 'running', ready: true, live: true });
        expect(await runtime.scale(id, { maxAgeInMs: 0 })).to.include({ remaining: 1, isPaused: true });
        expect(String(await redis.client.call('CLIENT', 'LIST'))).to.not.include(`redis-triggers:${id}`);
        await runtime.resume(id);
        await received.until(1);
      });
    });
  }

  for (const { name, decorator, send } of publishedKinds) {
    describe(`of ${name}`, () => {
      it('is subscribed to nothing until it is resumed', async function () {
        if (name === 'a sharded channel' && !(await hasShards())) this.skip();
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        expect(await send(redis.client, 'before')).to.equal(1);
        await received.until(1);
        await runtime.pause(id);
        expect(await send(redis.client, 'meanwhile')).to.equal(0);
        await runtime.resume(id);
        expect(await send(redis.client, 'after')).to.equal(1);
        await received.until(2);
        expect(received.items).to.deep.equal(['before', 'after']);
      });
    });
  }

  for (const { name, decorator } of [...keptKinds, ...publishedKinds.slice(0, 3)]) {
    it(`of ${name} says so in its health and in events`, async () => {
      const runtime = await redis.startRuntime([classWith(decorator(), record)]);
      const events: (FunctionPaused | FunctionResumed)[] = [];
      runtime.on('functionPaused', (event) => void events.push(event));
      runtime.on('functionResumed', (event) => void events.push(event));
      await runtime.pause(id);
      expect(healthOf(runtime)).to.deep.include({ state: 'paused', live: true, pausedBy: ['process'] });
      expect(healthOf(runtime)).to.not.have.any.keys('until', 'backoff', 'standby');
      expect(runtime.health()).to.include({ ready: true, live: true });
      await runtime.resume(id);
      expect(healthOf(runtime)).to.include({ state: 'listening' }).and.not.have.any.keys('until', 'pausedBy');
      const [paused, resumed] = events;
      const missesMessages = runtime.functions[0]?.kind === 'pubsub';
      expect(paused).to.deep.include({ functionId: id, by: ['process'], missesMessages });
      expect(resumed).to.include({ functionId: id }).and.have.property('afterInMs').that.is.at.least(0);
    });
  }

  it('is resumed when its time is over, which the last call says', async () => {
    const clock = new ManualClock(Date.now());
    const [list] = keptKinds;
    const runtime = await redis.startRuntime([classWith(list!.decorator(), record)], { clock });
    const told: (Date | undefined)[] = [];
    runtime.on('functionPaused', ({ until }) => void told.push(until));
    await runtime.pause(id, { forInMs: 1_000 });
    await runtime.pause(id, { forInMs: 60_000 });
    const until = new Date(clock.now() + 60_000);
    expect(healthOf(runtime)).to.deep.include({ state: 'paused', until });
    expect(told).to.deep.equal([new Date(clock.now() + 1_000), until]);
    await clock.advance(59_999);
    expect(healthOf(runtime).state).to.equal('paused');
    const listening = new Promise((resolve) => runtime.once('listenerRecovered', resolve));
    await clock.advance(1);
    await listening;
    await list!.send(redis.client, 'after');
    await received.until(1);
  });

  it('of which the last call names no time stays paused', async () => {
    const clock = new ManualClock(Date.now());
    const runtime = await redis.startRuntime([classWith(keptKinds[0]!.decorator(), record)], { clock });
    await runtime.pause(id, { forInMs: 1_000 });
    await runtime.pause(id);
    await clock.advance(10_000);
    expect(healthOf(runtime)).to.include({ state: 'paused' }).and.not.have.property('until');
  });

  it('refuses a pause and a resume of what there is not, and after a stop', async () => {
    const runtime = await redis.startRuntime([classWith(keptKinds[0]!.decorator(), record)]);
    expect(await rejectionOf(runtime.pause('Handlers.rum'))).to.include({ code: 'FUNCTION_UNKNOWN' });
    expect(await rejectionOf(runtime.resume('Handlers.rum'))).to.include({ code: 'FUNCTION_UNKNOWN' });
    const wrong = await rejectionOf(runtime.pause(id, { forInMs: 0.5 }));
    expect(wrong).to.include({ code: 'RUNTIME_OPTION_INVALID' });
    await runtime.stop();
    expect(await rejectionOf(runtime.pause(id))).to.include({ code: 'RUNTIME_STATE' });
    expect(await rejectionOf(runtime.resume(id))).to.include({ code: 'RUNTIME_STATE' });
  });

  async function hasShards(): Promise<boolean> {
    return (await redis.client.call('COMMAND', 'COUNT')) !== undefined && (await supports('SPUBLISH'));
  }

  async function supports(command: string): Promise<boolean> {
    const [found] = (await redis.client.call('COMMAND', 'INFO', command)) as unknown[];
    return found !== null;
  }
});

/** The text of a stream's entry is in a field. */
function textOf(message: string): string {
  return message.startsWith('{') ? (JSON.parse(message) as { text: string }).text : message;
}
