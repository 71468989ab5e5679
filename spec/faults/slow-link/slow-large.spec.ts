import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';
import { expectAllHandled } from './expect-all-handled.js';
import { serverAt } from './slow-server.js';

const megabyte = 1_000_000;

(redisServerVersion === undefined ? describe.skip : describe)('What is large, on a slow link', function () {
  this.timeout(150_000);
  let started: RedisServer;

  before(async () => (started = await RedisServer.start()));
  after(() => started.stop());

  it('30 elements of 10 MB pass 100 Mbit/s, on default options', () =>
    expectAllHandled(serverAt(started.port), [
      { kind: 'list', messages: 30, bytesEach: 10 * megabyte, bytesPerSecond: 12.5 * megabyte },
    ]));
});
