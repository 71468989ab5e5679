import { expect } from 'chai';
import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';
import { runSlowLetters } from './run-slow-letters.js';
import { serverAt } from './slow-server.js';

const megabyte = 1_000_000;

(redisServerVersion === undefined ? describe.skip : describe)(
  'Large dead letters, on a slow link',
  function () {
    this.timeout(150_000);
    let started: RedisServer;

    before(async () => (started = await RedisServer.start()));
    after(() => started.stop());

    it('of 10 MB are written, listed, put back and removed over 2 MB/s', async () => {
      const link = { bytesPerSecond: 2 * megabyte, latencyInMs: 50 };
      const kinds = ['list', 'stream'] as const;
      const results = await Promise.all(
        kinds.map((kind) => {
          const letters = { kind, messages: 2, bytesEach: 10 * megabyte, ...link };
          return runSlowLetters(serverAt(started.port), letters, 120_000);
        }),
      );
      for (const [index, kind] of kinds.entries()) {
        const result = results[index];
        const expected = { written: 2, listed: 1, replayed: 1, handledAgain: 1, removed: 1, givenUp: 0 };
        expect(result, kind).to.include(expected);
        // One letter was read for the list, and none to remove others.
        expect(result?.bytesListed, kind).to.be.within(10 * megabyte, 11 * megabyte);
        expect(result?.bytesRemoved, kind).to.be.below(100_000);
      }
    });
  },
);
