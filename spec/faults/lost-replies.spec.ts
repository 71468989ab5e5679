import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { MessagesLost } from '../../lib/events/runtime-events.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { randomOf } from './many-processes/random.js';

const seed = process.env.SEED ?? String(Date.now() % 100_000);
const elements = Number(process.env.ELEMENTS ?? 2_000);

(redisServerVersion === undefined ? describe.skip : describe)(
  'What a lost reply of a list at most once had popped',
  function () {
    this.timeout(60_000);
    let server: RedisServer;
    let proxy: TcpProxy;
    let client: Redis;
    let runtime: Runtime;
    const handled = new Set<string>();
    const events: MessagesLost[] = [];

    class Orders {
      @RedisListTrigger({ connection: 'redis', key: 'orders' })
      onOrder({ message }: RedisMessageModel): void {
        handled.add(message);
      }
    }

    beforeEach(async () => {
      handled.clear();
      events.length = 0;
      server = await RedisServer.start();
      proxy = await TcpProxy.to(server.port);
      client = new Redis(server.port);
      runtime = await createRuntime({
        handlers: [Orders],
        connections: { redis: `127.0.0.1:${proxy.port}` },
        logger: false,
      });
      runtime.on('messagesLost', (event) => void events.push(event));
      await runtime.start();
    });
    afterEach(async () => {
      await runtime.stop();
      client.disconnect();
      await proxy.close();
      await server.stop();
    });

    const lost = (): number => runtime.health().functions['Orders.onOrder']?.lost ?? 0;

    it(`is counted, as an upper bound, wherever the reply is cut (SEED=${seed})`, async () => {
      const random = randomOf(seed);
      const cuts = 12;
      let cutsLeft = cuts;
      proxy.decideReplies(({ bytes }) => {
        if (cutsLeft === 0 || !bytes.includes('element-') || random() > 0.3) return {};
        cutsLeft -= 1;
        return { cutAfter: Math.floor(random() * bytes.length) };
      });
      const all = Array.from({ length: elements }, (_, index) => `element-${index}`);
      for (let from = 0; from < elements; from += 100) {
        await client.rpush('orders', ...all.slice(from, from + 100));
        const until = from + 100;
        const isTaken = async (): Promise<boolean> =>
          (await client.llen('orders')) === 0 && runtime.health().ready && handled.size + lost() >= until;
        await signalled(['healthChanged', 'readAnswered'], isTaken, 'the elements to be handled or counted');
      }
      const missing = elements - handled.size;
      expect(lost()).to.be.at.least(missing);
      // Of each cut: ten of each of sixteen reads that may be under way.
      expect(lost()).to.be.at.most((cuts - cutsLeft) * 160);
      expect(events.reduce((sum, { count }) => sum + count, 0)).to.equal(lost());
      expect(events.every(({ what, count }) => what.endsWith(`up to ${count} elements`))).to.equal(true);
    });

    it('is nothing where the server closes the connection of a read that waits', async () => {
      for (let round = 0; round < 3; round++) {
        const [, id = ''] =
          (await eventually(async () => {
            const list = String(await client.call('CLIENT', 'LIST'));
            return /^id=(\d+) .* name=redis-triggers:Orders.onOrder .* cmd=blmpop/m.exec(list) ?? undefined;
          }, 'a read that waits')) ?? [];
        await client.call('CLIENT', 'KILL', 'ID', id);
        await client.rpush('orders', `after ${round}`);
        await signalled('healthChanged', () => handled.has(`after ${round}`), 'the next element');
      }
      expect(lost()).to.equal(0);
    });
  },
);
