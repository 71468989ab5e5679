import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createSender } from '../../lib/create-sender.js';
import { SendError } from '../../lib/sending/send-error.js';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { moveSlot } from '../support/cluster-slots.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const connection = 'shop';
const orders = defineList('orders', { connection });
const payments = defineStream('payments', { connection });

async function failureOf(promise: Promise<unknown>): Promise<SendError> {
  const error = await promise.then(
    () => new Error('it was sent'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof SendError) return error;
  throw error;
}

(redisServerVersion ? describe : describe.skip)('a sender, when something fails', function () {
  this.timeout(120_000);
  let server: RedisServer;
  let redis: Redis;

  beforeEach(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.port);
    redis.on('error', () => undefined);
  });
  afterEach(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('says that nothing was sent where the server is down, and why', async () => {
    await server.kill();
    await using sender = createSender({ connections: { [connection]: server.url }, timeoutInMs: 300 });
    const error = await failureOf(sender.push(orders, ['a', 'b']));
    expect(error).to.include({ code: 'SEND_FAILED', mayHaveBeenSent: false });
    expect(error.message).to.include('none of 2 messages was sent: connect ECONNREFUSED');
    expect(error.results.map(({ status }) => status)).to.deep.equal(['notSent', 'notSent']);
  });

  it('waits for a server that starts again', async () => {
    await using sender = createSender({ connections: { [connection]: server.url }, timeoutInMs: 60_000 });
    await sender.push(orders, 'a');
    await server.kill();
    const sent = sender.push(orders, 'b');
    await server.start();
    expect(await sent).to.equal(1);
  });

  it('does not send again where the answer is lost, and says that it may have been sent', async () => {
    const proxy = await TcpProxy.to(server.port);
    await using sender = createSender({ connections: { [connection]: `redis://127.0.0.1:${proxy.port}` } });
    await sender.push(orders, 'a');
    const lost = proxy.loseReplyTo('rpush');
    const error = await failureOf(sender.push(orders, 'b'));
    await lost;
    expect(error).to.include({ code: 'SEND_FAILED', mayHaveBeenSent: true });
    expect(error.message).to.include('the message may have been sent, or not');
    expect(await redis.lrange('orders', 0, -1)).to.deep.equal(['a', 'b']);
    await proxy.close();
  });

  it('sends again where the answer is lost and duplicates are allowed', async () => {
    const proxy = await TcpProxy.to(server.port);
    await using sender = createSender({ connections: { [connection]: `redis://127.0.0.1:${proxy.port}` } });
    await sender.push(orders, 'a');
    const lost = proxy.loseReplyTo('rpush');
    expect(await sender.push(orders, 'b', { duplicates: 'allowed' })).to.equal(3);
    await lost;
    expect(await redis.lrange('orders', 0, -1)).to.deep.equal(['a', 'b', 'b']);
    await proxy.close();
  });

  it('says that nothing was sent where Redis refuses all of several entries', async () => {
    await using sender = createSender({ connections: { [connection]: server.url } });
    await redis.set('taken', 'no stream');
    const taken = defineStream(['payments', 'taken'], { connection });
    const wrong = await failureOf(sender.add(taken, [{ a: '1' }, { a: '2' }], { key: 'taken' }));
    expect(wrong).to.include({ code: 'SEND_FAILED', mayHaveBeenSent: false });
    expect(wrong.message).to.include('WRONGTYPE');
  });

  it('says that nothing was sent where Redis has no memory left, at once', async () => {
    await using sender = createSender({ connections: { [connection]: server.url }, timeoutInMs: 60_000 });
    await redis.config('SET', 'maxmemory', '1');
    const list = await failureOf(sender.push(orders, 'a'));
    expect(list.mayHaveBeenSent).to.equal(false);
    expect(list.message).to.include('OOM');
    const stream = await failureOf(sender.add(payments, [{ a: '1' }, { a: '2' }]));
    expect(stream.results.map(({ status }) => status)).to.deep.equal(['notSent', 'notSent']);
  });

  it('says of a frozen server that the message may have been sent', async () => {
    await using sender = createSender({ connections: { [connection]: server.url }, timeoutInMs: 300 });
    await sender.push(orders, 'a');
    server.freeze();
    const error = await failureOf(sender.push(orders, 'b'));
    expect(error.mayHaveBeenSent).to.equal(true);
    expect(error.message).to.include('Redis did not answer in time');
    server.thaw();
  });
});

(redisServerVersion ? describe : describe.skip)('a sender on a cluster', function () {
  this.timeout(180_000);
  let cluster: RedisCluster;

  before(async () => {
    cluster = await RedisCluster.start();
  });
  after(() => cluster.stop());

  it('sends each message to the node that has its slot, also while it moves, and to sharded channels', async () => {
    await using sender = createSender({ connections: { [connection]: { cluster: cluster.endpoints } } });
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    const spread = defineList(keys, { connection });
    for (const key of keys) expect(await sender.push(spread, ['a', 'b'], { key })).to.equal(2);
    const source = await cluster.masterOf('key-0');
    const target = (await cluster.masters()).find(({ port }) => port !== source.port);
    if (!target) throw new Error('there is one master');
    const slot = await cluster.slotOf('key-0');
    await moveSlot(cluster, slot, source, target, () => sender.push(spread, 'on its way', { key: 'key-0' }));
    expect(await sender.push(spread, 'arrived', { key: 'key-0' })).to.equal(4);
    const sharded = defineChannel('news', { connection, sharded: true });
    const client = new Redis((await cluster.masterOf('news')).port);
    const got = new Promise<string>((resolve) =>
      client.on('smessage', (_channel: string, text: string) => resolve(text)),
    );
    await client.ssubscribe('news');
    expect(await sender.publish(sharded, 'extra')).to.equal(1);
    expect(await got).to.equal('extra');
    client.disconnect();
  });
});
