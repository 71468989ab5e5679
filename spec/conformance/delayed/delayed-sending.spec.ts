import { expect } from 'chai';
import { z } from 'zod';
import { createSender } from '../../../lib/create-sender.js';
import { RedisTriggersError } from '../../../lib/errors/redis-triggers-error.js';
import type { Sender } from '../../../lib/sending/sender.js';
import { defineChannel } from '../../../lib/triggers/define-channel.js';
import { defineList } from '../../../lib/triggers/define-list.js';
import { defineStream } from '../../../lib/triggers/define-stream.js';
import { Message } from '../../../lib/triggers/message.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { Recorder } from '../../support/recorder.js';
import { describeOnRedis, redisName as connection } from '../../support/test-redis.js';

const payload = z.object({ id: z.number() });
const orders = defineList('orders', { connection, payload, concurrency: 1 });
const returns = defineList('returns', { connection, listPopFromBeginning: false, concurrency: 1 });
const payments = defineStream('payments', { connection, payload, payloadField: 'json', concurrency: 1 });
const plain = defineStream('plain', { connection, concurrency: 1 });
const news = defineChannel('news', { connection });

describeOnRedis('A sender that delays messages', (redis) => {
  let sender: Sender;
  let received: Recorder<string>;
  const record = ({ message }: { message: string }): void => received.add(message);

  beforeEach(() => {
    received = new Recorder();
    sender = createSender({ connections: { [connection]: redis.connection } });
  });
  afterEach(() => sender.close());

  it('sends one and many to a list, in their order, which come when they are due', async () => {
    await redis.startRuntime([classWith(RedisListTrigger(orders, { args: [Message()] }), record)]);
    const sentAt = performance.now();
    await sender.push(orders, [{ id: 2 }, { id: 3 }], { delayInMs: 200 });
    await sender.push(orders, { id: 1 }, { delayInMs: 100 });
    await received.until(3);
    // Timers of Node.js count whole milliseconds, and round down.
    expect(Math.ceil(performance.now() - sentAt)).to.be.at.least(200);
    expect(received.items).to.deep.equal(['{"id":1}', '{"id":2}', '{"id":3}']);
  });

  it('pushes to the end that is popped last', async () => {
    await redis.startRuntime([classWith(RedisListTrigger(returns), record)]);
    await sender.push(returns, ['a', 'b'], { at: new Date(Date.now() + 50) });
    await received.until(2);
    expect(received.items).to.deep.equal(['a', 'b']);
  });

  it('adds to streams, by field and by fields', async () => {
    await redis.startRuntime([
      classWith(RedisStreamTrigger(payments, { name: 'payments', args: [Message()] }), record),
      classWith(RedisStreamTrigger(plain, { name: 'plain' }), record),
    ]);
    await sender.add(payments, [{ id: 1 }, { id: 2 }], { delayInMs: 20 });
    await sender.add(plain, { a: 'x', b: ['y', 'z'] }, { delayInMs: 300, maxLength: 5 });
    await received.until(3);
    const [first, second, third] = received.items.map((item) => JSON.parse(item) as object);
    expect([first, second]).to.deep.equal([{ json: '{"id":1}' }, { json: '{"id":2}' }]);
    expect(third).to.deep.equal({ a: 'x', b: ['y', 'z'] });
  });

  it('keeps more than one script takes', async () => {
    const many = Array.from({ length: 2_500 }, (_, id) => ({ id }));
    await sender.push(orders, many, { delayInMs: 3_600_000 });
    expect(await redis.client.zcard('{orders}:delayed:orders')).to.equal(2_500);
    expect(await redis.client.llen('orders')).to.equal(0);
  });

  it('sends at once what is delayed by nothing', async () => {
    await sender.push(orders, { id: 1 }, { delayInMs: 0 });
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['{"id":1}']);
  });

  it('validates before anything is kept', async () => {
    expect(await codeOf(sender.push(orders, [{ id: 1 }, { id: 'x' } as never], { delayInMs: 5 }))).to.equal(
      'SEND_INVALID',
    );
    expect(await redis.client.keys('*')).to.deep.equal([]);
  });

  it('gives the words of the command, for a transaction', async () => {
    await redis.startRuntime([classWith(RedisListTrigger(orders, { args: [Message()] }), record)]);
    const words = sender.command(orders, [{ id: 1 }, { id: 2 }], { delayInMs: 20 });
    await redis.client
      .multi()
      .set('key', 'value')
      .call(...words)
      .exec();
    await received.until(2);
    expect(await redis.client.get('key')).to.equal('value');
  });

  it('refuses what makes no sense', async () => {
    const wrong: readonly (readonly [Promise<unknown>, RegExp])[] = [
      [sender.publish(news, 'x', { delayInMs: 5 } as never), /published messages cannot be delayed/],
      [sender.push(orders, { id: 1 }, { delayInMs: 5, at: new Date() } as never), /exclude each other/],
      [sender.add(payments, { id: 1 }, { delayInMs: 5, id: '5-1' } as never), /`id` cannot be delayed/],
      [sender.push(orders, { id: 1 }, { delayInMs: -1 }), /delayInMs/],
      [sender.push(orders, { id: 1 }, { delayInMs: 1.5 }), /delayInMs/],
      [sender.push(orders, { id: 1 }, { delayInMs: 1e15 }), /delayInMs/],
      [sender.push(orders, { id: 1 }, { at: new Date(NaN) }), /at/],
      [sender.push(orders, { id: 1 }, { at: 'tomorrow' as never }), /at/],
      [
        sender.push(defineList('other', { connection, delayed: false }), 'x', { delayInMs: 5 }),
        /nobody would send it/,
      ],
      [
        sender.add(plain, Object.fromEntries(Array.from({ length: 2_501 }, (_, n) => [`f${n}`, 'x'])), {
          delayInMs: 5,
        }),
        /2501 fields/,
      ],
    ];
    for (const [sent, what] of wrong) {
      const error = await errorOf(sent);
      expect(error.code, error.message).to.equal('SEND_OPTION_INVALID');
      expect(error.message).to.match(what);
    }
    expect(await redis.client.keys('*')).to.deep.equal([]);
  });

  it('says what was not kept, because its key is of another type', async () => {
    await redis.client.set('{orders}:delayed:orders', 'text');
    const error = await errorOf(sender.push(orders, { id: 1 }, { delayInMs: 5 }));
    expect(error).to.include({ code: 'SEND_FAILED', mayHaveBeenSent: false });
  });
});

async function errorOf(sent: Promise<unknown>): Promise<RedisTriggersError> {
  const error: unknown = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof RedisTriggersError) return error;
  throw new Error(`it is no error of this library: ${String(error)}`);
}

async function codeOf(sent: Promise<unknown>): Promise<string> {
  return (await errorOf(sent)).code;
}
