import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { ownPort } from '../support/own-port.js';
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
      const port = await ownPort();
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

  it('runs no handler for a web page that posts commands to its port, and says so', async () => {
    const received = new Recorder<string>();
    class Handlers {
      @RedisListTrigger({ connection: 'shopRedis', key: 'orders' })
      onOrder(message: RedisMessageModel): void {
        received.add(message.message);
      }
    }
    const logger = new RecordingLogger();
    const port = await ownPort();
    const connections = { shopRedis: `embedded:${port}` };
    const runtime = await createRuntime({ handlers: [Handlers], connections, logger });
    await runtime.start();
    const posted = fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'RPUSH orders forged\r\n' });
    expect(await posted.catch(() => 'closed')).to.equal('closed');
    const client = new Redis(port, '127.0.0.1');
    await client.rpush('orders', 'tea');
    expect(await received.until(1)).to.deep.equal(['tea']);
    client.disconnect();
    await runtime.stop();
    expect(logger.lines.filter(({ text }) => text.startsWith('Possible SECURITY ATTACK'))).to.have.length(1);
  });

  it('may stand in the trigger itself', async () => {
    class Handlers {
      @RedisListTrigger({ connection: 'embedded', key: 'orders' })
      onOrder(): void {
        // never runs
      }
    }
    const runtime = await createRuntime({ handlers: [Handlers], logger: false });
    await runtime.start();
    expect(runtime.health().ready).to.equal(true);
    await runtime.stop();
  });

  it('says so when its port is taken, and when two ports are asked for', async () => {
    class Handlers {
      @RedisListTrigger({ connection: 'a', key: 'orders' })
      @RedisListTrigger({ connection: 'b', key: 'orders', name: 'other' })
      onOrder(): void {
        // never runs
      }
    }
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;
    const connections = { a: `embedded:${port}`, b: 'embedded' };
    const runtime = await createRuntime({ handlers: [Handlers], connections, logger: false });
    expect(await runtime.start().catch(codeOf)).to.equal('EMBEDDED_UNAVAILABLE');
    taken.close();
    const two = { a: 'embedded:6390', b: 'embedded:6391' };
    const refused = createRuntime({ handlers: [Handlers], connections: two, logger: false });
    expect(await refused.catch(codeOf)).to.equal('OPTION_CONFLICT');
  });

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
