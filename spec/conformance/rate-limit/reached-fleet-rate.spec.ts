import { expect } from 'chai';
import { createRuntime } from '../../../lib/create-runtime.js';
import { VirtualClock } from '../../../lib/testing/fake/clock/virtual-clock.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { runtimeClock } from '../../../lib/testing/kit/runtime-clock.js';
import { classWith } from '../../support/describe-classes.js';
import { settled } from '../../support/manual-clock.js';
import { redisName } from '../../support/test-redis.js';
import { mostWithin, ratedKinds, texts } from './rated-kinds.js';

/** How many rounds of the event loop pass while the clock stands, so that commands and replies take no time on it. */
const roundsAStep = 20;

describe('The rate of a fleet, in virtual time', () => {
  for (const { name, decorator, send } of ratedKinds) {
    for (const rateLimit of [
      { messages: 60, perMs: 600, scope: 'fleet' },
      { messages: 3, perMs: 2_000, scope: 'fleet' },
    ] as const) {
      it(`is reached by three processes that take ${rateLimit.messages} from ${name}, and exact`, async () => {
        const clock = new VirtualClock();
        await using fake = new FakeRedis({ clock });
        const times: number[] = [];
        const handler = classWith(decorator({ rateLimit }), () => times.push(clock.now()));
        const make = (): ReturnType<typeof createRuntime> =>
          createRuntime({
            handlers: [handler],
            connections: { [redisName]: fake.connectionOptions() },
            clock: runtimeClock(clock),
            logger: false,
          });
        await using first = await make();
        await using second = await make();
        await using third = await make();
        const count = 6 * rateLimit.messages;
        await send(fake.createClient(), texts(count));
        await Promise.all([first, second, third].map((each) => each.start()));
        while (times.length < count) {
          await clock.advance(5);
          for (let round = 0; round < roundsAStep; round++) await settled();
        }
        expect(mostWithin(times, rateLimit.perMs)).to.equal(rateLimit.messages);
        const tookInMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
        expect((5 * rateLimit.perMs) / tookInMs).to.be.within(0.975, 1);
      });
    }
  }
});
