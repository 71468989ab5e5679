import { expect } from 'chai';
import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';
import { expectAllHandled } from './expect-all-handled.js';
import { runSlowLetters } from './run-slow-letters.js';
import { serverAt, type SlowServer } from './slow-server.js';

const megabyte = 1_000_000;

(redisServerVersion === undefined ? describe.skip : describe)('What is large, on a slow link', function () {
  this.timeout(150_000);
  let started: RedisServer;
  let server: SlowServer;

  before(async () => {
    started = await RedisServer.start();
    server = serverAt(started.port);
  });
  after(() => started.stop());

  it('30 elements of 10 MB pass 100 Mbit/s, on default options', () =>
    expectAllHandled(server, [
      { kind: 'list', messages: 30, bytesEach: 10 * megabyte, bytesPerSecond: 12.5 * megabyte },
    ]));

  for (const kind of ['list', 'stream'] as const) {
    it(`dead letters of 10 MB (${kind}) are written, listed, put back and removed over 2 MB/s`, async () => {
      const link = { bytesPerSecond: 2 * megabyte, latencyInMs: 50 };
      const letters = { kind, messages: 2, bytesEach: 10 * megabyte, ...link };
      const result = await runSlowLetters(server, letters, 120_000);
      expect(result).to.include({
        written: 2,
        listed: 1,
        replayed: 1,
        handledAgain: 1,
        removed: 1,
        givenUp: 0,
      });
      // One letter was read for the list, and none to remove others.
      expect(result.bytesListed).to.be.within(10 * megabyte, 11 * megabyte);
      expect(result.bytesRemoved).to.be.below(100_000);
    });
  }
});
