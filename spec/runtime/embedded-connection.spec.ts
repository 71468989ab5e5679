import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { freePort } from '../support/free-port.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';

describe("A connection that is 'embedded'", () => {
  for (const given of ['connections', 'settings'] as const) {
    it(`by ${given} is a Redis of the runtime's own, which any client reaches on its port`, async () => {
      const received = new Recorder<string>();
      class Handlers {
        @RedisListTrigger({ connection: 'shopRedis', key: 'orders' })
        onOrder(message: RedisMessageModel): void {
          received.add(message.message);
        }

        @RedisPubSubTrigger({ connection: 'newsRedis', channel: 'news' })
        onNews(message: RedisMessageModel): void {
          received.add(message.message);
        }
      }
      const logger = new RecordingLogger();
      const port = await freePort();
      const both = { shopRedis: `embedded:${port}`, newsRedis: 'embedded' };
      const runtime = await createRuntime({ handlers: [Handlers], [given]: both, logger });
      await runtime.start();
      const client = new Redis(port, '127.0.0.1');
      await client.rpush('orders', 'tea');
      await client.publish('news', 'hello');
      expect([...(await received.until(2))].sort()).to.deep.equal(['hello', 'tea']);
      const closed = new Promise((resolve) => client.once('close', resolve));
      await runtime.stop();
      await closed;
      client.disconnect();
      const warning = logger.lines.find(({ level }) => level === 'warn');
      expect(warning?.text).to.include('it keeps nothing');
      expect(warning?.fields).to.include({ port, try: `redis-cli -p ${port}` });
    });
  }

  it('can be stopped without having been started', async () => {
    class Handlers {
      @RedisListTrigger({ connection: 'embedded', key: 'orders' })
      onOrder(): void {
        // never runs
      }
    }
    const connections = { embedded: 'embedded' };
    const runtime = await createRuntime({ handlers: [Handlers], connections, logger: false });
    await runtime.stop();
    expect(runtime.health().state).to.equal('stopped');
  });
});
