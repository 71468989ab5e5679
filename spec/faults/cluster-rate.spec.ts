import { expect } from 'chai';
import type { Cluster } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { mostWithin, ratedKinds, texts } from '../conformance/rate-limit/rated-kinds.js';
import { clusterClient } from '../support/cluster-load.js';
import { classWith } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { redisName } from '../support/test-redis.js';

/** One in each third of the slots, so that each master holds one. */
const key = ['list:c', 'list:b', 'list:foo'];

(redisServerVersion === undefined ? describe.skip : describe)(
  'A rate for keys in several slots',
  function () {
    this.timeout(180_000);
    let cluster: RedisCluster;
    let client: Cluster;

    before(async () => {
      cluster = await RedisCluster.start();
      client = clusterClient(cluster);
    });
    after(async () => {
      client.disconnect();
      await cluster.stop();
    });
    afterEach(async () => {
      for (const node of client.nodes('master')) await node.flushall();
    });

    for (const { name, decorator, send } of ratedKinds) {
      for (const [scope, processes] of [
        ['process', 1],
        ['fleet', 2],
      ] as const) {
        it(`is kept, and no key is left out, from ${name} (${scope})`, async () => {
          // Fewer messages than there are keys.
          for (const [messages, perMs, each] of [
            [30, 500, 30],
            [2, 300, 3],
          ] as const) {
            const times = new Recorder<number>();
            const handler = classWith(
              decorator({ key, rateLimit: { messages, perMs, scope } }),
              (_: RedisMessageModel) => times.add(performance.now()),
            );
            for (const one of key) await send(client as never, texts(each), one);
            const make = () =>
              createRuntime({
                handlers: [handler],
                connections: { [redisName]: { cluster: cluster.endpoints } },
                logger: false,
              });
            const runtimes = await Promise.all(Array.from({ length: processes }, make));
            await Promise.all(runtimes.map((runtime) => runtime.start()));
            await times.until(3 * each);
            await Promise.all(runtimes.map((runtime) => runtime.stop()));
            expect(mostWithin(times.items, perMs)).to.be.at.most(Math.floor(messages * 1.05));
          }
        });
      }
    }
  },
);
