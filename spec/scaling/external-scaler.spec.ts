import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { createScaleMonitor } from '../../lib/scaling/create-scale-monitor.js';
import {
  startExternalScaler,
  type ExternalScaler,
} from '../../lib/scaling/external/start-external-scaler.js';
import type { ScaleMonitor } from '../../lib/scaling/scale-monitor.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { eventually } from '../support/eventually.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { rejectionOf } from '../support/rejection-of.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { whenRemaining } from '../support/when-remaining.js';
import { makeCertificate } from './certificate.js';
import { ScalerClient, statusOf } from './scaler-client.js';

class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders returns', messagesPerWorker: 10 })
  onOrder(): void {
    // Only its backlog matters.
  }

  @RedisStreamTrigger({ connection: 'redis', key: 'entries', messagesPerWorker: 20 })
  onEntry(): void {
    // Only its backlog matters.
  }

  @RedisPubSubTrigger({ connection: 'redis', channel: 'channel' })
  onMessage(): void {
    // Has no backlog.
  }
}

const orders = { name: 'shop', namespace: 'default', scalerMetadata: { functionId: 'Orders.onOrder' } };
const all = { name: 'shop', namespace: 'default', scalerMetadata: {} };
const metricName = 'redis-triggers-orders-onorder';

/** How many watch what the monitor reads. */
function countWatchers(monitor: ScaleMonitor): Recorder<number> {
  const counts = new Recorder<number>();
  let count = 0;
  const watch = monitor.onRead.bind(monitor);
  monitor.onRead = (listener) => {
    const end = watch(listener);
    counts.add((count += 1));
    return () => {
      counts.add((count -= 1));
      end();
    };
  };
  return counts;
}

describe('startExternalScaler', () => {
  let fake: FakeRedis;
  let redis: Redis;
  let logger: RecordingLogger;
  let monitor: ScaleMonitor;
  let scaler: ExternalScaler;
  let client: ScalerClient;

  beforeEach(async () => {
    fake = new FakeRedis();
    redis = fake.createClient();
    logger = new RecordingLogger();
    monitor = await createScaleMonitor({
      handlers: [Orders],
      connections: { redis: fake.connectionOptions() },
      logger,
      samplingIntervalInMs: 50,
      timeoutInMs: 2_000,
    });
    scaler = await startExternalScaler({ monitor, port: 0, host: '127.0.0.1' });
    client = new ScalerClient(scaler.port);
  });
  afterEach(async () => {
    client.close();
    await scaler.stop();
    await monitor.close();
    redis.disconnect();
    await fake.close();
  });

  it('is active while anything remains for the function', async () => {
    expect(await client.call('IsActive', orders)).to.deep.equal({ result: false });
    await redis.rpush('returns', '1');
    await whenRemaining(monitor, 'Orders.onOrder', 1);
    expect(await client.call('IsActive', orders)).to.deep.equal({ result: true });
    const entries = { scalerMetadata: { functionId: 'Orders.onEntry' } };
    expect(await client.call('IsActive', entries)).to.deep.equal({ result: false });
    expect(await client.call('IsActive', all)).to.deep.equal({ result: true });
  });

  it('gives the metric of a function, with messagesPerWorker as its target', async () => {
    const spec = { metricName, targetSize: 10, targetSizeFloat: 0 };
    expect(await client.call('GetMetricSpec', orders)).to.deep.equal({ metricSpecs: [spec] });
    const entries = { metricName: 'redis-triggers-orders-onentry', targetSize: 20, targetSizeFloat: 0 };
    expect(await client.call('GetMetricSpec', all)).to.deep.equal({ metricSpecs: [spec, entries] });
  });

  it('tells how much remains, over all keys', async () => {
    await redis.rpush('orders', '1', '2');
    await redis.rpush('returns', '3');
    const value = { metricName, metricValue: 3, metricValueFloat: 0 };
    const request = { scaledObjectRef: orders, metricName };
    await whenRemaining(monitor, 'Orders.onOrder', 3);
    expect(await client.call('GetMetrics', request)).to.deep.equal({ metricValues: [value] });
  });

  it('pushes whether a function is active, at first and at each change', async () => {
    const stream = client.streamIsActive(orders);
    const pushed = new Recorder<boolean>();
    stream.on('data', ({ result }: { result: boolean }) => pushed.add(result));
    await pushed.until(1);
    await redis.rpush('orders', '1');
    await pushed.until(2);
    await redis.del('orders');
    expect(await pushed.until(3)).to.deep.equal([false, true, false]);
    const ended = once(stream, 'end');
    await scaler.stop();
    await ended;
  });

  it('watches for a stream no longer than its client listens', async () => {
    const watchers = countWatchers(monitor);
    const stream = client.streamIsActive(orders);
    await once(stream, 'data');
    expect(watchers.items).to.deep.equal([1]);
    stream.on('error', () => undefined);
    stream.cancel();
    await watchers.until(2);
  });

  it('ends the stream of a client whose connection broke without a word', async function () {
    this.timeout(180_000);
    const watchers = countWatchers(monitor);
    const proxy = await TcpProxy.to(scaler.port);
    const beyond = new ScalerClient(proxy.port);
    try {
      const stream = beyond.streamIsActive(orders);
      stream.on('error', () => undefined);
      await once(stream, 'data');
      expect(watchers.items).to.deep.equal([1]);
      proxy.wedge();
      await watchers.until(2);
    } finally {
      beyond.close();
      await proxy.close();
    }
  });

  it('answers NOT_FOUND for functions and metrics that there are not', async () => {
    const nobody = { scalerMetadata: { functionId: 'Orders.onOrdre' } };
    for (const method of ['IsActive', 'GetMetricSpec'] as const) {
      const status = await statusOf(client.call(method, nobody));
      expect(status.code).to.equal(grpc.status.NOT_FOUND);
      expect(status.details).to.contain('Did you mean "Orders.onOrder"?');
    }
    const metrics = client.call('GetMetrics', { scaledObjectRef: orders, metricName: 'another' });
    expect(await statusOf(metrics)).to.include({ code: grpc.status.NOT_FOUND });
    const [error] = (await once(client.streamIsActive(nobody), 'error')) as [grpc.ServiceError];
    expect(error.code).to.equal(grpc.status.NOT_FOUND);
  });

  it('answers RESOURCE_EXHAUSTED to a request that is larger than any', async () => {
    const huge = { scalerMetadata: { functionId: 'x'.repeat(4_000_000 - 1_000) } };
    for (const method of ['IsActive', 'GetMetricSpec'] as const) {
      expect((await statusOf(client.call(method, huge))).code).to.equal(grpc.status.RESOURCE_EXHAUSTED);
    }
    const named = client.call('GetMetrics', { metricName: 'x'.repeat(70_000) });
    expect((await statusOf(named)).code).to.equal(grpc.status.RESOURCE_EXHAUSTED);
  });

  it('shows no more than the beginning of a name that it does not know', async () => {
    const long = 'x'.repeat(60_000);
    const unknown = statusOf(client.call('IsActive', { scalerMetadata: { functionId: long } }));
    const noMetric = statusOf(client.call('GetMetrics', { scaledObjectRef: orders, metricName: long }));
    for (const { code, details } of await Promise.all([unknown, noMetric])) {
      expect(code).to.equal(grpc.status.NOT_FOUND);
      expect(details).to.contain('… (60000 characters)');
      expect(details.length).to.be.below(600);
    }
  });

  it('answers RESOURCE_EXHAUSTED to a stream too many, until one ends', async () => {
    await using limited = await startExternalScaler({ monitor, port: 0, host: '127.0.0.1', maxStreams: 2 });
    const other = new ScalerClient(limited.port);
    const open = (): grpc.ClientReadableStream<{ result: boolean }> =>
      other.streamIsActive(orders).on('error', () => undefined);
    const [first] = await Promise.all(
      [open(), open()].map(async (stream) => (await once(stream, 'data'), stream)),
    );
    const [refused] = (await once(open(), 'error')) as [grpc.ServiceError];
    expect(refused.code).to.equal(grpc.status.RESOURCE_EXHAUSTED);
    expect(await other.call('IsActive', orders)).to.deep.equal({ result: false });
    first?.cancel();
    const isServed = (): Promise<boolean> =>
      once(open(), 'data').then(
        () => true,
        () => false,
      );
    await eventually(isServed, 'a stream to be served');
    other.close();
  });

  it('answers INVALID_ARGUMENT for a pub/sub function', async () => {
    const status = await statusOf(
      client.call('IsActive', { scalerMetadata: { functionId: 'Orders.onMessage' } }),
    );
    expect(status.code).to.equal(grpc.status.INVALID_ARGUMENT);
  });

  it('answers UNAVAILABLE while Redis does not tell, and goes on for other functions', async () => {
    await redis.set('orders', 'no list');
    await logger.until(({ text }) => text === 'the backlog cannot be read; it is tried again');
    const status = await statusOf(client.call('IsActive', orders));
    expect(status.code).to.equal(grpc.status.UNAVAILABLE);
    expect(status.details).to.contain('WRONGTYPE');
    const entries = { scalerMetadata: { functionId: 'Orders.onEntry' } };
    expect(await client.call('IsActive', entries)).to.deep.equal({ result: false });
  });

  it('takes no calls after its stop, and may be stopped twice', async () => {
    await Promise.all([scaler.stop(), scaler.stop()]);
    expect(await statusOf(client.call('IsActive', orders))).to.include({ code: grpc.status.UNAVAILABLE });
  });

  it('stops in time also where gRPC never says that it has', async () => {
    const { prototype } = grpc.Server;
    const own = Object.getOwnPropertyDescriptor(prototype, 'tryShutdown') ?? {};
    const other = await startExternalScaler({ monitor, port: 0, host: '127.0.0.1' });
    Object.defineProperty(prototype, 'tryShutdown', { ...own, value: () => undefined });
    try {
      await other.stop();
    } finally {
      Object.defineProperty(prototype, 'tryShutdown', own);
    }
  });

  it('serves TLS, and asks for a certificate where a CA is given', async function () {
    const certificate = makeCertificate();
    if (!certificate) return this.skip();
    const { cert, key } = certificate;
    const tls = { cert, key, ca: cert };
    await using secure = await startExternalScaler({ monitor, port: 0, host: '127.0.0.1', tls });
    const known = new ScalerClient(secure.port, grpc.credentials.createSsl(cert, key, cert));
    expect(await known.call('IsActive', orders)).to.deep.equal({ result: false });
    known.close();
    const unknown = new ScalerClient(secure.port, grpc.credentials.createSsl(cert));
    expect(await statusOf(unknown.call('IsActive', orders))).to.include({ code: grpc.status.UNAVAILABLE });
    unknown.close();
  });

  it('says that its address is taken, and which options are wrong', async () => {
    const taken = await rejectionOf(startExternalScaler({ monitor, port: scaler.port, host: '127.0.0.1' }));
    expect(taken).to.include({ code: 'EXTERNAL_SCALER_NOT_LISTENING' });
    const broken = { monitor, port: 0, host: '127.0.0.1', tls: { cert: 'none', key: 'none' } };
    expect((await rejectionOf(startExternalScaler(broken))).code).to.equal('EXTERNAL_SCALER_NOT_LISTENING');
    const wrong = await rejectionOf(startExternalScaler({ port: -1 } as never));
    expect(wrong.problems.map(({ code }) => code)).to.deep.equal(Array(2).fill('SCALING_OPTION_INVALID'));
  });
});
