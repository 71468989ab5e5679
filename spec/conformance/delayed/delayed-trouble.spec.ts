import { expect } from 'chai';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { isOutOfMemory } from '../../../lib/redis/errors/error-kind.js';
import { systemClock } from '../../../lib/time/system-clock.js';
import { classWith } from '../../support/describe-classes.js';
import { Recorder } from '../../support/recorder.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis } from '../../support/test-redis.js';
import { delayAll, delayedKinds } from './delayed-kinds.js';

const id = 'Handlers.run';
const delayedKey = '{source}:delayed:source';
const past = { at: new Date(0) };

describeOnRedis('Delayed messages in trouble', (redis) => {
  let received: Recorder<string>;
  const record = (message: { message: string }): void => received.add(message.message);
  const failuresOf = (runtime: Runtime): Recorder<string> => {
    const messages = new Recorder<string>();
    runtime.on('listenerFailed', ({ error }) => messages.add(error.message));
    return messages;
  };

  beforeEach(() => {
    received = new Recorder();
  });

  for (const kind of delayedKinds) {
    const { name, decorator } = kind;
    const send = (due: Parameters<typeof delayAll>[2], ...texts: string[]): Promise<void> =>
      delayAll(redis.client, kind, due, texts);
    const isIn = (text: string) => (items: readonly string[]) => items.some((item) => item.includes(text));

    describe(`for ${name}`, () => {
      it('wait while their function is paused, and come when it is resumed', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        await runtime.pause(id);
        await send({ inMs: 1 }, 'a');
        await send(past, 'b');
        expect(await redis.client.zcard(delayedKey)).to.equal(2);
        await runtime.resume(id);
        await received.until(2);
        expect(received.items[0]).to.include('b');
      });

      it('come while their function is paused in another process', async () => {
        const paused = await redis.startRuntime([classWith(decorator(), record)]);
        await paused.pause(id);
        await redis.startRuntime([classWith(decorator(), record)]);
        await send({ inMs: 20 }, 'a');
        await received.until(1);
      });

      it('stay after a stop', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        await send({ inMs: 3_600_000 }, 'a');
        await runtime.stop();
        await send(past, 'b');
        expect(await redis.client.zcard(delayedKey)).to.equal(2);
      });

      it('come although memory is full, and are refused as a whole while it is', async () => {
        await redis.startRuntime([classWith(decorator(), record)]);
        await send({ inMs: 100 }, 'a', 'b');
        await redis.client.config('SET', 'maxmemory', '1');
        try {
          await expectOutOfMemory(send(past, 'c', 'd'));
          await signalled('delayedLooked', async () => (await redis.client.zcard(delayedKey)) === 0);
        } finally {
          await redis.client.config('SET', 'maxmemory', '0');
        }
        await received.until(2);
      });

      it('stay while their key has another type, and come when it has not', async () => {
        await send(past, 'a', 'b');
        await redis.client.set('source', 'text');
        const runtime = await redis.createRuntime([classWith(decorator(), record)]);
        const failures = failuresOf(runtime);
        const started = runtime.start();
        await failures.untilTrue(isIn('WRONGTYPE'));
        expect(await redis.client.zcard(delayedKey)).to.equal(2);
        await redis.client.del('source');
        await started;
        await received.until(2);
      });

      it('come although there is something beside them that nobody can read', async () => {
        await redis.client.zadd(delayedKey, '1', 'rubbish');
        await send(past, 'a');
        const runtime = await redis.createRuntime([classWith(decorator(), record)]);
        const failures = failuresOf(runtime);
        await runtime.start();
        await received.until(1);
        await failures.untilTrue(isIn('1 members'));
        expect(await redis.client.zrange(delayedKey, '0', '-1')).to.deep.equal(['rubbish']);
        const scale = await runtime.scale(id, { maxAgeInMs: 0 });
        expect(scale.delayed).to.equal(1);
      });

      it('do not care what date a process has', async () => {
        for (const offByMs of [-86_400_000, 86_400_000]) {
          received = new Recorder();
          const clock = {
            now: () => systemClock.now(),
            date: () => new Date(Date.now() + offByMs),
            sleep: systemClock.sleep.bind(systemClock),
          };
          const runtime = await redis.startRuntime([classWith(decorator(), record)], { clock });
          const sentAt = performance.now();
          await send({ inMs: 200 }, 'a');
          await received.until(1);
          // Timers of Node.js count whole milliseconds, and round down.
          expect(Math.ceil(performance.now() - sentAt)).to.be.at.least(200);
          await runtime.stop();
        }
      });

      it('are as many as were sent, where several processes send and move them', async () => {
        await Promise.all([1, 2, 3].map(() => redis.startRuntime([classWith(decorator(), record)])));
        const texts = Array.from({ length: 300 }, (_, index) => `<${index}>`);
        const sends = texts.map((text, index) => send({ inMs: 20 + ((index * 7) % 200) }, text));
        await Promise.all(sends);
        await received.until(300);
        const numbers = received.items.map((item) => Number(/<(\d+)>/.exec(item)?.[1]));
        expect(numbers.sort((one, other) => one - other)).to.deep.equal(texts.map((_, index) => index));
      });
    });
  }
});

async function expectOutOfMemory(sent: Promise<unknown>): Promise<void> {
  const error: unknown = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(isOutOfMemory(error), String(error)).to.equal(true);
}
