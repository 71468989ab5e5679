import { createRuntime } from '../../lib/create-runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { askServer } from '../support/ask-server.js';
import { classWith } from '../support/describe-classes.js';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { signalled } from '../support/signalled.js';

/** Longer than a spec may take: an idle read that has to end by itself fails it. */
const waits = { connection: 'redis', pollingIntervalInMs: 60_000 };

const triggers: Readonly<Record<string, MethodDecorator>> = {
  'a list': RedisListTrigger({ ...waits, key: 'a' }),
  'lists on several nodes': RedisListTrigger({ ...waits, key: 'a b c d' }),
  'streams on several nodes': RedisStreamTrigger({
    ...waits,
    key: 'entries:a entries:b entries:c entries:d',
  }),
};

(redisServerVersion === undefined ? describe.skip : describe)(
  'An idle function on a Redis Cluster',
  function () {
    this.timeout(60_000);
    let cluster: RedisCluster;

    before(async () => {
      cluster = await RedisCluster.start();
    });
    after(() => cluster.stop());

    for (const [title, trigger] of Object.entries(triggers)) {
      it(`is ready soon after its connections to one node, or to all, were killed: ${title}`, async () => {
        const connections = { redis: { cluster: cluster.endpoints } };
        await using runtime = await createRuntime({
          handlers: [classWith(trigger)],
          connections,
          logger: false,
        });
        await runtime.start();
        const masters = await cluster.masters();
        const blocked = async (port: number): Promise<number> => {
          const [, count = '0'] =
            /blocked_clients:(\d+)/.exec(String(await askServer(port, 'INFO', 'clients'))) ?? [];
          return Number(count);
        };
        for (const killed of [masters.slice(0, 1), masters]) {
          await eventually(async () => {
            const counts = await Promise.all(masters.map(({ port }) => blocked(port)));
            return counts.some((count) => count > 0);
          }, 'the idle reads');
          await Promise.all(killed.map(({ port }) => askServer(port, 'CLIENT', 'KILL', 'TYPE', 'normal')));
          await signalled('healthChanged', () => runtime.health().ready, 'the runtime to be ready', 15_000);
        }
      });
    }
  },
);
