import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createScaleMonitor } from '../../lib/scaling/create-scale-monitor.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { readText, sectionOf, tableRows } from '../docs/pages.js';
import { popAsAnother } from '../support/lists-at-least-once.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';

class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders', delayed: true })
  onOrder(): void {
    // Only its backlog matters.
  }

  @RedisListTrigger({ connection: 'redis', key: 'parcels', delivery: 'atLeastOnce' })
  onParcel(): void {
    // Only its backlog matters.
  }

  @RedisStreamTrigger({ connection: 'redis', key: 'payments', consumerGroup: 'shop' })
  onPayment(): void {
    // Only its backlog matters.
  }
}

const connection = '+hello +auth +ping +select +info +client|setname +client|id';

(redisServerVersion ? describe : describe.skip)('The permissions that docs/scaling.md lists', () => {
  it('are enough for a monitor', async () => {
    const rows = tableRows(sectionOf(readText('docs/scaling.md'), 'Permissions'));
    const keys: Record<string, string> = {
      list: 'orders',
      'list, `atLeastOnce`': 'parcels',
      stream: 'payments',
      'either, with delayed messages': 'orders',
    };
    const isOld = Number(redisServerVersion?.split('.')[0]) < 7;
    const rules = rows.flatMap(([kind = '', rule = '']) =>
      rule
        .replaceAll(/besides, |[`\\]/g, '')
        .replaceAll('<key>', keys[kind] ?? '')
        .replaceAll('<function id>', 'Orders.onParcel')
        .replaceAll('%R~', isOld ? '~' : '%R~')
        .split(' '),
    );
    const server = await RedisServer.start();
    const client = new Redis(server.port);
    try {
      await client.call('ACL', 'SETUSER', 'monitor', 'on', '>pw', ...connection.split(' '), ...rules);
      await client.rpush('orders', '1', '2');
      await client.zadd('{orders}:delayed:orders', 0, 'due', Date.now() + 3_600_000, 'later');
      await client.rpush('parcels', '1', '2', '3');
      await popAsAnother(client, 1, { leaseInMs: 60_000, list: 'parcels' });
      // A group at the end of a stream tells no lag: its entries have to be counted.
      await client.xadd('payments', '*', 'n', '1');
      await client.xgroup('CREATE', 'payments', 'shop', '$');
      await client.xadd('payments', '*', 'n', '2');
      await using monitor = await createScaleMonitor({
        handlers: [Orders],
        connections: { redis: `redis://monitor:pw@127.0.0.1:${server.port}` },
        logger: false,
      });
      expect(await monitor.read('Orders.onOrder')).to.include({ remaining: 3, delayed: 1 });
      expect((await monitor.read('Orders.onParcel')).remaining).to.equal(3);
      expect((await monitor.read('Orders.onPayment')).remaining).to.equal(1);
    } finally {
      client.disconnect();
      await server.stop();
    }
  });
});
