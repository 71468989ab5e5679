import { Redis, type RedisOptions } from 'ioredis';
import { RedisSentinels } from '../../support/redis-sentinels.js';
import { RedisServer } from '../../support/redis-server.js';
import { TcpProxy } from '../../support/tcp-proxy.js';
import { ConsumerProcess } from './consumer-process.js';
import type { Consumer, ConsumerOptions } from './consumer.js';
import type { Fault } from './fault.js';
import { LocalConsumer } from './local-consumer.js';
import { MessageProducer } from './message-producer.js';
import { Stage } from './stage.js';
import type { TriggerUnderTest } from './trigger-under-test.js';

/** The user of the consumer, where it has one of its own. */
export const consumerUser = { username: 'consumer', password: 'of the suite' };

/** Starts the server or servers, the producer and the consumers of a run. */
export async function openStage(
  fault: Fault,
  trigger: TriggerUnderTest,
  lastsInMs: number,
): Promise<{ stage: Stage; close(): Promise<void> }> {
  const closing: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const act of closing.reverse()) await act();
  };
  try {
    const sentinels = fault.sentinels ? await RedisSentinels.start() : undefined;
    const server = sentinels?.servers[0] ?? (await RedisServer.start({ durable: fault.durable === true }));
    closing.push(() => (sentinels ?? server).stop());
    const redis = sentinels?.options ?? { host: '127.0.0.1', port: server.port };
    const proxy = fault.byProxy ? await TcpProxy.to(server.port, {}) : undefined;
    closing.push(() => proxy?.close());
    const admin = openClient(redis, closing);
    const producing = openClient(redis, closing);
    await Promise.all([admin.connect(), producing.connect()]);
    if (fault.ownUser) {
      const { username, password } = consumerUser;
      await admin.call('ACL', 'SETUSER', username, 'on', `>${password}`, '~*', '+@all', '&*');
    }
    const options: ConsumerOptions = {
      trigger: trigger.name,
      behaviour: fault.behaviour ?? 'prompt',
      prefetch: fault.prefetch ?? 0,
      redis: { ...redis, ...(fault.ownUser && consumerUser), ...(proxy && { port: proxy.port }) },
    };
    const count = trigger.kind === 'exclusive' ? 2 : trigger.kind === 'pubsub' ? 1 : (fault.consumers ?? 1);
    const consumers: Consumer[] = [];
    for (let index = 0; index < count; index++) {
      const consumer = await startConsumer(fault, options);
      closing.push(() => consumer.stop());
      consumers.push(consumer);
    }
    // What a master that is about to be replaced has not passed on would be lost with it.
    const onReplica = {
      command: ['WAIT', '1', '1000'] as [string, ...string[]],
      accepts: (reply: unknown) => reply === 1,
    };
    const producer = new MessageProducer(producing, trigger, sentinels && onReplica, fault.padding);
    const stage = new Stage(trigger, server, admin, producer, consumers, lastsInMs, { sentinels, proxy });
    return { stage, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openClient(options: RedisOptions, closing: (() => unknown)[]): Redis {
  const client = new Redis({
    ...options,
    lazyConnect: true,
    retryStrategy: () => 50,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: null,
    failoverDetector: true,
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  client.on('error', () => undefined);
  closing.push(() => client.disconnect());
  return client;
}

function startConsumer({ consumerIn, restarts = false }: Fault, options: ConsumerOptions): Promise<Consumer> {
  return consumerIn === 'a process' ? ConsumerProcess.start(options, restarts) : LocalConsumer.start(options);
}
