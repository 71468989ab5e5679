import { expect } from 'chai';
import { createRuntime } from '../../lib/create-runtime.js';
import { createScaleMonitor } from '../../lib/scaling/create-scale-monitor.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';

/** Keys of the first and the last slots, which are with different masters. */
/** Not what was read a moment ago. */
const fresh = { maxAgeInMs: 0 };

class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders' })
  onOrder(): void {
    // Only its backlog matters.
  }

  @RedisListTrigger({ connection: 'redis', key: 'elsewhere' })
  onElsewhere(): void {
    // Only its backlog matters.
  }
}

(redisServerVersion ? describe : describe.skip)('The backlogs of a Redis Cluster', function () {
  this.timeout(180_000);
  let cluster: RedisCluster;

  // Nobody takes over from a dead master for that long.
  before(async () => (cluster = await RedisCluster.start({ nodeTimeoutInMs: 60_000 })));
  after(() => cluster.stop());

  it('say of a master that is dead why it cannot be reached, and are read from the others', async () => {
    const dead = await cluster.masterOf('orders');
    expect(await cluster.masterOf('elsewhere')).to.not.equal(dead);
    const parts = { handlers: [Orders], connections: { redis: { cluster: cluster.endpoints } } };
    const options = { ...parts, logger: false } as const;
    await using monitor = await createScaleMonitor({ ...options, timeoutInMs: 3_000 });
    await using runtime = await createRuntime({ ...options, shutdownTimeoutInMs: 2_000 });
    await runtime.start();
    expect((await monitor.read('Orders.onOrder')).remaining).to.equal(0);
    await dead.kill();
    for (const reading of [
      () => monitor.read('Orders.onOrder', fresh),
      () => runtime.scale('Orders.onOrder', fresh),
    ]) {
      const seen: string[] = [];
      // The first ones may be those that find the connection closed.
      await eventually(async () => {
        const error = await rejectionOf(reading());
        expect(error).to.include({ code: 'SCALE_UNREADABLE', place: 'Orders.onOrder' });
        seen.push(error.message);
        return error.message.includes(`ECONNREFUSED 127.0.0.1:${dead.port}`);
      }, 'the reason').catch(() => expect.fail(seen.join('\n')));
    }
    expect((await monitor.read('Orders.onElsewhere', fresh)).remaining).to.equal(0);
    expect((await runtime.scale('Orders.onElsewhere', fresh)).remaining).to.equal(0);
  });
});
