import { expect } from 'chai';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { parameters } from '../../lib/testing/fake/engine/config-parameters.js';
import { RedisServer } from '../support/redis-server.js';
import { canCompare, FakeOpponent, profile, RealOpponent } from './opponents.js';
import { showReply } from './raw-reply.js';

/** What no parameter takes that is a number, a word or yes or no. */
const wrongValues = ['abc', '', '-101', '1.5', '1zb', '99999999999999999999', '0x10', ' 1'];

(canCompare && Number(profile) === 7 ? describe : describe.skip)(
  'Fake Redis beside real Redis: parameters of CONFIG',
  () => {
    it('have the same defaults and refuse the same', async () => {
      const server = await RedisServer.start();
      await using fake = new FakeRedis({ version: profile });
      const clients = await Promise.all([
        new RealOpponent(server.port).connect(),
        new FakeOpponent(fake).connect(),
      ]);
      try {
        for (const [name, { kind, isImmutable, initial }] of parameters) {
          if (kind === 'text' || name === 'port') continue;
          const calls = [
            ['config', 'get', name],
            ...wrongValues.map((value) => ['config', 'set', name, value]),
            ...(isImmutable ? [] : [['config', 'set', name, initial.toUpperCase()]]),
            ['config', 'get', name],
          ];
          for (const call of calls) {
            const [expected, actual] = await Promise.all(
              clients.map(async (one) => showReply(await one.call(...call))),
            );
            expect(actual, call.join(' ')).to.equal(expected);
          }
        }
      } finally {
        for (const client of clients) client.close();
        await server.stop();
      }
    });
  },
);
