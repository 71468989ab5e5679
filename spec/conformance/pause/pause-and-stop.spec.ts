import { expect } from 'chai';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { Message } from '../../../lib/triggers/message.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { eventually } from '../../support/eventually.js';
import { Recorder } from '../../support/recorder.js';
import { describeOnRedis, redisName as connection } from '../../support/test-redis.js';
import { keptKinds, publishedKinds } from './pausable-kinds.js';

const id = 'Handlers.run';

describeOnRedis('Pauses, starts and stops', (redis) => {
  let received: Recorder<string>;
  const record = ({ message }: RedisMessageModel): void => received.add(message);

  beforeEach(() => {
    received = new Recorder();
  });

  for (const { name, decorator, send } of [...keptKinds, ...publishedKinds.slice(0, 3)]) {
    describe(`of ${name}`, () => {
      it('may follow each other at once: the last one holds', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        const calls: Promise<void>[] = [];
        for (let round = 0; round < 5; round++) calls.push(runtime.pause(id), runtime.resume(id));
        calls.push(runtime.resume(id), runtime.pause(id), runtime.pause(id));
        await Promise.all(calls);
        expect(runtime.health().functions[id]).to.include({ state: 'paused', inFlight: 0 });
        await Promise.all([runtime.resume(id), runtime.pause(id), runtime.resume(id), runtime.resume(id)]);
        expect(runtime.health().functions[id]).to.include({ state: 'listening' });
        await send(redis.client, 'after');
        await received.until(1);
      });

      it('leave no connection open, and no consumer', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        const before = await openClients();
        for (let round = 0; round < 10; round++) {
          await runtime.pause(id);
          await runtime.resume(id);
        }
        await eventually(async () => (await openClients()) === before, `${before} clients`);
        if (name !== 'a stream') return;
        const consumers = (await redis.client.xinfo('CONSUMERS', 'entries', id)) as unknown[];
        expect(consumers.length).to.be.at.most(1);
      });

      it('end with a stop while it is paused, which has nothing to wait for', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        await runtime.pause(id, { forInMs: 3_600_000 });
        const stopped = new Promise<number>((resolve) => {
          runtime.once('stopped', ({ unfinished }) => resolve(unfinished));
        });
        await runtime.stop();
        expect(await stopped).to.equal(0);
        expect(runtime.health().functions[id])
          .to.include({ state: 'stopped' })
          .and.not.have.property('until');
        await eventually(async () => (await openClients()) === 0, 'no client');
      });

      it('end with a stop that comes while a resume is under way', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        await runtime.pause(id);
        const resumed = runtime.resume(id);
        await Promise.all([runtime.stop(), resumed]);
        expect(runtime.health().functions[id]).to.include({ state: 'stopped', inFlight: 0 });
        await eventually(async () => (await openClients()) === 0, 'no client');
      });

      it('while it starts leave it paused', async () => {
        const runtime = await redis.createRuntime([classWith(decorator(), record)]);
        const started = runtime.start();
        const paused = runtime.pause(id);
        await Promise.all([started, paused]);
        expect(runtime.health()).to.include({ state: 'running', ready: true });
        expect(runtime.health().functions[id]).to.include({ state: 'paused' });
        await runtime.resume(id);
        await send(redis.client, 'after');
        await received.until(1);
      });
    });
  }

  it('tell a handler that a pause waits for to give up when a stop has no more time', async () => {
    const begun = new Recorder<AbortSignal>();
    class Handlers {
      @RedisListTrigger({ connection, key: 'elements' })
      async onElement(@Message() _message: RedisMessageModel, signal: AbortSignal): Promise<void> {
        begun.add(signal);
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('told'))));
      }
      @RedisStreamTrigger({ connection, key: 'entries' })
      async onEntry(@Message() _message: RedisMessageModel, signal: AbortSignal): Promise<void> {
        begun.add(signal);
        await new Promise(() => undefined);
      }
    }
    const runtime = await redis.startRuntime([Handlers], { shutdownTimeoutInMs: 500 });
    await redis.client.rpush('elements', 'a');
    await redis.client.xadd('entries', '*', 'n', '1');
    await begun.until(2);
    const paused = Promise.all([runtime.pause('Handlers.onElement'), runtime.pause('Handlers.onEntry')]);
    await runtime.stop();
    await paused;
    // The one that reacts gives its element back; the other one is written off, and its entry stays pending.
    expect(await redis.client.lrange('elements', 0, -1)).to.deep.equal(['a']);
    const [pending] = (await redis.client.xpending('entries', 'Handlers.onEntry')) as [number];
    expect(pending).to.equal(1);
  });

  async function openClients(): Promise<number> {
    const all = String(await redis.client.call('CLIENT', 'LIST'));
    return all.match(/ name=redis-triggers:/g)?.length ?? 0;
  }
});
