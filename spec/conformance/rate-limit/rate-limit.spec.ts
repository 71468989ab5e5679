import { expect } from 'chai';
import type { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { classWith } from '../../support/describe-classes.js';
import { Gate } from '../../support/gate.js';
import { ManualClock } from '../../support/manual-clock.js';
import { Recorder } from '../../support/recorder.js';
import { describeOnRedis } from '../../support/test-redis.js';
import { mostWithin, ratedKinds, texts } from './rated-kinds.js';

const id = 'Handlers.run';
const rateLimit = { messages: 20, perMs: 1_000 };
/** A seed of its own for each run, which the title of a failure shows. */
const seed = Number(process.env.RATE_SEED ?? Math.floor(Math.random() * 1e6));

describeOnRedis('The rate of a function', (redis) => {
  let clock: ManualClock;
  let times: Recorder<number>;
  /** Asked whenever a message has come. */
  const looks = new Set<() => boolean>();
  const record = (): void => {
    times.add(clock.now());
    for (const look of looks) look();
  };
  const isReached = (runtime: Runtime): boolean =>
    runtime.health().functions[id]!.rateLimited === true && clock.sleeping > 0;
  /** Resolves when it waits for its rate, or so many have come. */
  const whenReached = (runtime: Runtime, total = Infinity): Promise<void> =>
    new Promise((resolve) => {
      const isOver = (): boolean => {
        if (times.items.length < total && !isReached(runtime)) return !looks.has(isOver);
        looks.delete(isOver);
        resolve();
        return true;
      };
      looks.add(isOver);
      void clock.until(isOver);
    });
  /** Lets time pass until so many have come, in steps of at most `stepInMs`. */
  const passUntil = async (runtime: Runtime, total: number, stepInMs: () => number): Promise<void> => {
    await whenReached(runtime, total);
    while (times.items.length < total) {
      await clock.advance(stepInMs());
      await whenReached(runtime, total);
      await answered(runtime);
    }
  };

  /** Resolves when what was read has been handled, and reads under way are answered: no time is to pass for them. */
  const answered = async (runtime: Runtime): Promise<void> => {
    const isBusy = (): boolean => {
      const { inFlight, waiting } = runtime.health().functions[id]!;
      return inFlight + waiting > 0;
    };
    for (let asked = 0; asked < 3 || isBusy(); asked++) await redis.client.ping();
  };

  beforeEach(() => {
    clock = new ManualClock(Date.now());
    times = new Recorder();
  });

  for (const { name, decorator, send, waiting } of ratedKinds) {
    describe(`from ${name}`, () => {
      it('lets the others wait in Redis', async () => {
        await send(redis.client, texts(50));
        const runtime = await redis.startRuntime([classWith(decorator({ rateLimit }), record)], { clock });
        await times.until(20);
        await whenReached(runtime);
        expect(await waiting(redis.client)).to.equal(30);
        const { state, live, rateLimited } = runtime.health().functions[id]!;
        expect({ state, live, rateLimited }).to.deep.equal({
          state: 'listening',
          live: true,
          rateLimited: true,
        });
        await clock.advance(1_020);
        await times.until(40);
        await whenReached(runtime);
        expect(times.items).to.have.length(40);
        expect(await waiting(redis.client)).to.equal(10);
      });

      it(`is exact over any window, and reached where enough waits (RATE_SEED=${seed})`, async () => {
        const random = randomFrom(seed);
        await send(redis.client, texts(200));
        const runtime = await redis.startRuntime([classWith(decorator({ rateLimit }), record)], { clock });
        const startedAt = clock.now();
        await passUntil(runtime, 200, () => 1 + Math.floor(random() * 9));
        expect(mostWithin(times.items, rateLimit.perMs)).to.be.within(19, 20);
        // The first 20 come at once, and the last 20 after nine times as long.
        expect(9_000 / (clock.now() - startedAt)).to.be.at.least(0.97);
      });

      it(`is exact where messages come at random (RATE_SEED=${seed})`, async () => {
        const random = randomFrom(seed + 1);
        const runtime = await redis.startRuntime([classWith(decorator({ rateLimit }), record)], { clock });
        let sent = 0;
        while (sent < 200) {
          const some = texts(1 + Math.floor(random() * 15), sent);
          sent += some.length;
          await send(redis.client, some);
          await whenReached(runtime, sent);
          await answered(runtime);
          await clock.advance(Math.floor(random() * 400));
        }
        await passUntil(runtime, sent, () => 10);
        expect(mostWithin(times.items, rateLimit.perMs)).to.be.at.most(20);
      });

      it('is kept with batches, which are whole where enough waits', async () => {
        await send(redis.client, texts(60));
        const batches = new Recorder<number>();
        const handle = (batch: unknown[]): void => {
          batches.add(batch.length);
          for (let index = 0; index < batch.length; index++) record();
        };
        const trigger = decorator({ rateLimit, batch: true, count: 8 });
        const runtime = await redis.startRuntime([classWith(trigger, handle)], { clock });
        await passUntil(runtime, 60, () => 300);
        expect(mostWithin(times.items, rateLimit.perMs)).to.be.at.most(20);
        expect(batches.items).to.deep.equal([8, 8, 8, 8, 8, 8, 8, 4]);
      });

      it('is kept with one at a time, with orderBy, and with a prefetch', async () => {
        for (const options of [
          { concurrency: 1 },
          { orderBy: () => 'one', concurrency: 3 },
          { prefetch: 100, concurrency: 50 },
        ]) {
          times = new Recorder();
          await send(redis.client, texts(60));
          const runtime = await redis.startRuntime(
            [classWith(decorator({ rateLimit, ...options }), record)],
            {
              clock,
            },
          );
          await passUntil(runtime, 60, () => 50);
          expect(mostWithin(times.items, rateLimit.perMs), JSON.stringify(options)).to.equal(20);
          await runtime.stop();
          await redis.client.del('source');
        }
      });

      it('is one for all keys, however few messages it allows', async () => {
        const few = { messages: 2, perMs: 1_000 };
        const keys = ['one', 'two', 'three'];
        for (const key of keys) await send(redis.client, texts(4), key);
        const trigger = decorator({ rateLimit: few, key: keys });
        const runtime = await redis.startRuntime([classWith(trigger, record)], { clock });
        await passUntil(runtime, 12, () => 250);
        expect(mostWithin(times.items, few.perMs)).to.equal(2);
      });

      it('does not count a retry', async () => {
        await send(redis.client, texts(20));
        const tried = new Set<string>();
        const handle = ({ message }: RedisMessageModel): void => {
          if (!tried.has(message)) {
            tried.add(message);
            throw new Error('once more');
          }
          record();
        };
        const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 0 } as const;
        const anHour = { messages: 20, perMs: 3_600_000 };
        await redis.startRuntime([classWith(decorator({ rateLimit: anHour, retry }), handle)]);
        await times.until(20);
      });

      it('does not hold up a stop', async () => {
        await send(redis.client, texts(50));
        const runtime = await redis.startRuntime([classWith(decorator({ rateLimit }), record)], { clock });
        await times.until(20);
        await whenReached(runtime);
        await runtime.stop();
        expect(times.items).to.have.length(20);
        expect(await waiting(redis.client)).to.equal(30);
      });

      it('does not hold up a pause, which does not begin it anew', async () => {
        await send(redis.client, texts(50));
        const runtime = await redis.startRuntime([classWith(decorator({ rateLimit }), record)], { clock });
        await times.until(20);
        await whenReached(runtime);
        await runtime.pause(id);
        expect(runtime.health().functions[id]).to.include({ state: 'paused', rateLimited: false });
        await runtime.resume(id);
        await whenReached(runtime);
        expect(times.items).to.have.length(20);
        expect(runtime.health().functions[id]).to.include({ state: 'listening' });
        await clock.advance(1_020);
        await times.until(40);
      });

      it('does not count against a function without one', async () => {
        await send(redis.client, texts(100));
        const runtime = await redis.startRuntime([classWith(decorator({}), record)], { clock });
        await times.until(100);
        expect(runtime.health().functions[id]).not.to.have.property('rateLimited');
      });

      it('counts while handlers are slow', async () => {
        const gate = new Gate();
        await send(redis.client, texts(30));
        const begun = new Recorder<unknown>();
        const handle = async (message: unknown): Promise<void> => {
          begun.add(message);
          await gate.opened;
          record();
        };
        const trigger = decorator({ rateLimit, concurrency: 30 });
        const runtime = await redis.startRuntime([classWith(trigger, handle)], { clock });
        await begun.until(20);
        await whenReached(runtime);
        expect(await waiting(redis.client)).to.equal(10);
        gate.open();
        await times.until(20);
        await clock.advance(1_020);
        await times.until(30);
      });
    });
  }
});

/** A number from 0 to 1 at each call, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
