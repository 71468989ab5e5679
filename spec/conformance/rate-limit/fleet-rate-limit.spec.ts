import { expect } from 'chai';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { classWith } from '../../support/describe-classes.js';
import { signalled } from '../../support/signalled.js';
import { Recorder } from '../../support/recorder.js';
import { describeOnRedis } from '../../support/test-redis.js';
import { mostWithin, ratedKinds, texts } from './rated-kinds.js';

const id = 'Handlers.run';
const rateLimit = { messages: 60, perMs: 600, scope: 'fleet' } as const;

describeOnRedis('The rate of a fleet', (redis) => {
  let times: Recorder<number>;
  const record = (): void => times.add(performance.now());
  const start = (trigger: MethodDecorator): Promise<Runtime> =>
    redis.startRuntime([classWith(trigger, record)]);
  const isReached = (runtime: Runtime): boolean => runtime.health().functions[id]!.rateLimited === true;
  const key = '{source}:rate:Handlers.run';
  const anHour = { messages: 5, perMs: 3_600_000, scope: 'fleet' } as const;

  beforeEach(() => {
    times = new Recorder();
  });

  for (const { name, decorator, send, waiting } of ratedKinds) {
    describe(`from ${name}`, () => {
      it('is exact for three processes together', async () => {
        await send(redis.client, texts(150));
        await Promise.all([1, 2, 3].map(() => start(decorator({ rateLimit }))));
        await times.until(150);
        expect(mostWithin(times.items, rateLimit.perMs)).to.be.at.most(63);
      });

      it('counts what a process took that has ended, and nothing that it only reserved', async () => {
        await send(redis.client, texts(3));
        const first = await start(decorator({ rateLimit: anHour }));
        await times.until(3);
        await first.stop();
        expect(await reservations()).to.equal(0);
        await send(redis.client, texts(9, 3));
        const second = await start(decorator({ rateLimit: anHour }));
        await times.until(5);
        await signalled('healthChanged', () => isReached(second), 'the rate to be reached');
        expect(times.items).to.have.length(5);
        expect(await waiting(redis.client)).to.equal(7);
      });

      it('begins where nothing is allowed, and listens', async () => {
        await redis.client.hset(key, `u${Date.now() + 3_600_000}`, 5);
        await send(redis.client, texts(3));
        const runtime = await start(decorator({ rateLimit: anHour }));
        expect(runtime.health()).to.include({ ready: true, live: true });
        await signalled('healthChanged', () => isReached(runtime), 'the rate to be reached');
        expect(await waiting(redis.client)).to.equal(3);
        expect(times.items).to.deep.equal([]);
      });
    });
  }

  it('leaves no key behind that does not expire', async () => {
    const [list] = ratedKinds;
    await list!.send(redis.client, texts(3));
    const runtime = await start(list!.decorator({ rateLimit }));
    await times.until(3);
    // Then all that it took is told.
    await runtime.stop();
    expect(await redis.client.pttl(key)).to.be.within(1, rateLimit.perMs + 20_000);
  });

  async function reservations(): Promise<number> {
    const fields = await redis.client.hkeys(key);
    return fields.filter((field) => field.startsWith('r')).length;
  }
});
