import { expect } from 'chai';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { RecordingLogger, type LogLine } from '../support/recording-logger.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

const isGroupWarning = ({ level, fields }: LogLine): boolean => level === 'warn' && 'group' in fields;

describeOnRedis('At a start', (redis) => {
  let logger: RecordingLogger;

  beforeEach(() => {
    logger = new RecordingLogger();
  });

  const warnings = (): LogLine[] => logger.lines.filter(({ level }) => level === 'warn');

  it('ids that look minified are warned of once, with the remedy', async () => {
    class t {
      @RedisStreamTrigger({ connection, key: 'orders' })
      onOrder(): void {
        // Only its id matters.
      }

      @RedisListTrigger({ connection, key: 'elements', name: 'elements' })
      onElement(): void {
        // It has a name.
      }

      @RedisPubSubTrigger({ connection, channel: 'news' })
      onNews(): void {
        // Nothing in Redis has its id.
      }
    }
    class Orders {
      @RedisListTrigger({ connection, key: 'others' })
      on(): void {
        // Not what a minifier makes.
      }

      @RedisListTrigger({ connection, key: 'others' })
      a(): void {
        // This may be.
      }
    }
    await redis.startRuntime([t, Orders], { logger });
    const [warning, ...others] = warnings().filter(({ text }) => text.includes('minified'));
    expect(others).to.have.length(0);
    expect(warning?.fields).to.deep.equal({ functionIds: ['t.onOrder', 'Orders.a'] });
    expect(warning?.text).to.include('`name`');
  });

  it('a group is warned of that a minified function probably had under its former name', async () => {
    await redis.client.xgroup('CREATE', 'orders', 't.onOrder', '$', 'MKSTREAM');
    await redis.client.xgroup('CREATE', 'orders', 'billing', '$');
    await redis.client.xgroup('CREATE', 'orders', 'Shipping.onParcel', '$');
    class r {
      @RedisStreamTrigger({ connection, key: 'orders' })
      onOrder(): void {
        // Only its id matters.
      }
    }
    await start(r);
    const warning = await logger.until(isGroupWarning, 'a warning');
    expect(warning.fields).to.include({ key: 'orders', group: 't.onOrder', pending: 0 });
    expect(warning.text).to.include("name: 't.onOrder'").and.to.include('XGROUP DESTROY orders t.onOrder');
    expect(groupWarnings()).to.have.length(1);
  });

  it('a group is warned of that nobody has read for a day, though entries wait', async function () {
    await redis.client.xadd('orders', '1700000000000-0', 'an', 'order');
    await redis.client.xgroup('CREATE', 'orders', 'Former.onOrder', '0');
    await redis.client.xreadgroup('GROUP', 'Former.onOrder', 'c', 'STREAMS', 'orders', '>');
    await redis.client.xack('orders', 'Former.onOrder', '1700000000000-0');
    await redis.client.xgroup('DELCONSUMER', 'orders', 'Former.onOrder', 'c');
    await redis.client.xadd('orders', '*', 'an', 'order');
    // Before Redis 7 nobody knows how many wait.
    if (!String(await redis.client.call('XINFO', 'GROUPS', 'orders')).includes('lag')) this.skip();
    class Orders {
      @RedisStreamTrigger({ connection, key: 'orders' })
      onOrder(): void {
        // Only its group matters.
      }
    }
    await start(Orders);
    const warning = await logger.until(isGroupWarning, 'a warning');
    expect(warning.fields).to.include({ group: 'Former.onOrder', lag: 1 });
  });

  async function start(handler: Class): Promise<void> {
    await redis.startRuntime([handler], { logger });
  }

  function groupWarnings(): LogLine[] {
    return logger.lines.filter(isGroupWarning);
  }
});
