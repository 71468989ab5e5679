import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisCluster } from '../../support/redis-cluster.js';
import { chosenSeed, expectAllHandled } from './expect-all-handled.js';
import { slowCluster } from './slow-server.js';

(redisServerVersion === undefined ? describe.skip : describe)('On slow links to a Cluster', function () {
  this.timeout(150_000);
  let cluster: RedisCluster;

  before(async () => (cluster = await RedisCluster.start()));
  after(() => cluster.stop());

  it('what takes longer than five seconds to arrive is not taken for dead, from several slots', () => {
    const slow = { bytesEach: 1_200_000, messages: 3, keys: 3, bytesPerSecond: 200_000 };
    return expectAllHandled(slowCluster(cluster), [
      { kind: 'list', ...slow },
      { kind: 'listAtLeastOnce', ...slow },
      { kind: 'stream', ...slow },
      { kind: 'takeOver', ...slow },
      { kind: 'deadLetter', ...slow },
      { kind: 'pubsub', bytesEach: 100_000, messages: 12, bytesPerSecond: 100_000 },
    ]);
  });

  it(`latency and jitter lose nothing (SEED=${chosenSeed})`, () => {
    const kinds = ['list', 'listAtLeastOnce', 'stream', 'takeOver', 'pubsub', 'deadLetter'] as const;
    const link = { bytesPerSecond: 50_000, latencyInMs: 500, jitterInMs: 200, seed: chosenSeed };
    return expectAllHandled(
      slowCluster(cluster),
      kinds.map((kind) => ({ kind, messages: 9, keys: 3, bytesEach: 1_000, ...link })),
    );
  });
});
