import { expect } from 'chai';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisServer } from '../support/redis-server.js';
import { canCompare, FakeOpponent, profile, RealOpponent, Resetter } from './opponents.js';
import { casesOf, runScenario, stepsOf } from './scenario.js';

/** One test for each case of a table: the fake and a real server give the same replies. */
export function describeCases(family: string, table: string, { prefersLua = false } = {}): void {
  (canCompare ? describe : describe.skip)(`Fake Redis beside real Redis: ${family}`, () => {
    let server: RedisServer;
    let fake: FakeRedis;
    let real: RealOpponent;
    let simulated: FakeOpponent;
    let resetters: Resetter[];

    before(async () => {
      server = await RedisServer.start();
      fake = new FakeRedis({ version: profile });
      fake.scripts.prefersLua = prefersLua;
      real = new RealOpponent(server.port);
      simulated = new FakeOpponent(fake);
      resetters = await Promise.all([real, simulated].map((opponent) => Resetter.of(opponent)));
    });

    after(async () => {
      for (const resetter of resetters) resetter.close();
      await fake.close();
      await server.stop();
    });

    beforeEach(async () => {
      await Promise.all(resetters.map((resetter) => resetter.reset()));
    });

    for (const { line, since, until } of casesOf(table)) {
      (Number(profile) >= since && Number(profile) < until ? it : it.skip)(line, async () => {
        const steps = stepsOf(line);
        const [expected, actual] = await Promise.all([
          runScenario(real, steps),
          runScenario(simulated, steps),
        ]);
        expect(actual).to.deep.equal(expected);
      });
    }
  });
}
