import { expect } from 'chai';
import { Registry } from 'prom-client';
import { Drop } from '../../lib/messages/drop.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { instrument } from '../../lib/telemetry/instrument.js';
import { prometheusLabel, prometheusName } from '../../lib/telemetry/metrics/prometheus-name.js';
import { metrics, type Metric } from '../../lib/telemetry/metrics/metric-table.js';
import { prometheus } from '../../lib/telemetry/prometheus.js';
import type { BacklogOptions } from '../../lib/telemetry/metrics/record-metrics.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { startMetering, valuesOf, type Metering } from '../support/open-telemetry.js';
import { Recorder } from '../support/recorder.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

/** A value with its attributes, by the names of OpenTelemetry. */
interface Value {
  readonly value: number;
  readonly attributes: object;
}

/** Where metrics go to, and how they are read there. */
interface Output {
  hook(runtime: Runtime, options?: BacklogOptions): Promise<unknown>;
  values(metric: Metric): Promise<Value[]>;
  end(): Promise<void>;
}

function openTelemetry(): Output {
  const metering: Metering = startMetering();
  return {
    hook: (runtime, options) =>
      instrument(runtime, { tracing: false, metrics: { meterProvider: metering.provider, ...options } }),
    values: async ({ name }) => valuesOf(await metering.collect(), name),
    end: () => metering.end(),
  };
}

function promClient(): Output {
  const register = new Registry();
  return {
    hook: (runtime, options) => prometheus(runtime, { register, ...options }),
    async values(metric) {
      const attributeOf = new Map(metric.attributes.map((name) => [prometheusLabel(name), name]));
      const all = await register.getMetricsAsJSON();
      const found = all.find(({ name }) => name === prometheusName(metric));
      return (found?.values ?? [])
        .filter((each) => metric.type !== 'histogram' || isCount(each))
        .map(({ value, labels }) => ({
          value,
          attributes: Object.fromEntries(
            Object.entries(labels).map(([label, text]) => [attributeOf.get(label) ?? label, text]),
          ),
        }));
    },
    end: () => Promise.resolve(),
  };
}

function isCount(value: object): boolean {
  return 'metricName' in value && String(value.metricName).endsWith('_count');
}

const handled = new Recorder<string>();
const handle = ({ message }: RedisMessageModel): void => {
  handled.add(message);
  if (message.includes('drop')) throw new Drop('old');
  if (message.includes('fail')) throw new TypeError('bad');
};

class Shop {
  @RedisListTrigger({ connection, key: 'orders', name: 'onOrder' })
  onOrder(order: RedisMessageModel): void {
    handle(order);
  }

  @RedisStreamTrigger({
    connection,
    key: 'payments',
    consumerGroup: 'shop',
    startFrom: '0',
    name: 'onPayment',
  })
  onPayment(payment: RedisMessageModel): void {
    handle(payment);
  }

  @RedisPubSubTrigger({ connection, channel: 'news.*', name: 'onNews' })
  onNews(news: RedisMessageModel): void {
    handle(news);
  }
}

const of = (id: string) => ({ 'redis_triggers.function': id });
const operationOf = (destination: object) => ({
  'messaging.system': 'redis',
  'messaging.operation.name': 'process',
  ...destination,
});

for (const [title, makeOutput] of Object.entries({
  OpenTelemetry: openTelemetry,
  'prom-client': promClient,
})) {
  describeOnRedis(`The metrics of a runtime in ${title}`, (redis) => {
    let output: Output;

    beforeEach(() => {
      handled.items.length = 0;
      output = makeOutput();
    });
    afterEach(() => output.end());

    const start = async (options?: BacklogOptions): Promise<Runtime> => {
      const runtime = await redis.createRuntime([Shop]);
      await output.hook(runtime, options);
      await runtime.start();
      return runtime;
    };
    const until = (runtime: Runtime, count: number): Promise<unknown> => {
      const ended = new Recorder<string>();
      for (const name of ['invocationSucceeded', 'invocationFailed', 'invocationDropped'] as const)
        runtime.on(name, () => ended.add(name));
      return ended.until(count);
    };
    const valueOf = async (metric: Metric, attributes: object): Promise<number | undefined> =>
      (await output.values(metric)).find(
        (each) => JSON.stringify(sorted(each.attributes)) === JSON.stringify(sorted(attributes)),
      )?.value;

    it('count each invocation and time its attempt, with what it was about and how it ended', async () => {
      const runtime = await start();
      const ended = until(runtime, 5);
      const deadLettered = new Promise((resolve) => runtime.once('messageDeadLettered', resolve));
      await redis.client.rpush('orders', 'good', 'drop', 'fail');
      await redis.client.xadd('payments', '*', 'text', 'good');
      await redis.client.publish('news.4711', 'good');
      await ended;
      await deadLettered;
      const order = operationOf({ 'messaging.destination.name': 'orders' });
      const failed = { ...order, 'error.type': 'TypeError' };
      expect(await output.values(metrics.duration)).to.have.deep.members([
        { value: 2, attributes: { ...order, ...of('onOrder') } },
        { value: 1, attributes: { ...failed, ...of('onOrder') } },
        {
          value: 1,
          attributes: operationOf({
            'messaging.destination.name': 'payments',
            'messaging.consumer.group.name': 'shop',
            ...of('onPayment'),
          }),
        },
        {
          value: 1,
          attributes: operationOf({ 'messaging.destination.template': 'news.*', ...of('onNews') }),
        },
      ]);
      expect(await valueOf(metrics.consumed, order)).to.equal(2);
      expect(await valueOf(metrics.consumed, failed)).to.equal(1);
      const outcome = (name: string): Promise<number | undefined> =>
        valueOf(metrics.outcomes, { ...of('onOrder'), 'redis_triggers.outcome': name });
      expect(await outcome('succeeded')).to.equal(1);
      expect(await outcome('dropped')).to.equal(1);
      expect(await outcome('handler-failed')).to.equal(1);
      expect(await outcome('timed-out')).to.equal(0);
      expect(await valueOf(metrics.deadLettered, of('onOrder'))).to.equal(1);
      expect(await valueOf(metrics.lost, of('onOrder'))).to.equal(0);
      expect(await valueOf(metrics.gaps, of('onNews'))).to.equal(0);
    });

    it('count retries and duplicates', async () => {
      class Once {
        @RedisListTrigger({
          connection,
          key: 'orders',
          name: 'once',
          retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1 },
          deduplicate: { by: ({ message }) => message, forInMs: 60_000 },
        })
        onOrder(order: RedisMessageModel): void {
          handle(order);
          if (handled.items.length === 1) throw new Error('not yet');
        }
      }
      const runtime = await redis.createRuntime([Once]);
      await output.hook(runtime);
      const skipped = new Promise((resolve) => runtime.once('messageSkipped', resolve));
      await runtime.start();
      await redis.client.rpush('orders', 'a', 'a');
      await skipped;
      const outcome = (name: string): Promise<number | undefined> =>
        valueOf(metrics.outcomes, { ...of('once'), 'redis_triggers.outcome': name });
      expect(await outcome('retried')).to.equal(1);
      expect(await outcome('duplicate')).to.equal(1);
      expect(await outcome('succeeded')).to.equal(1);
      const attempt = { ...operationOf({ 'messaging.destination.name': 'orders' }), ...of('once') };
      expect(await output.values(metrics.duration)).to.have.deep.members([
        { value: 1, attributes: attempt },
        { value: 1, attributes: { ...attempt, 'error.type': 'Error' } },
      ]);
    });

    it('time asynchronous attempts, a batch once, and count what failed before its attempt', async () => {
      class Batches {
        @RedisListTrigger({ connection, key: 'batches', batch: true, name: 'batches' })
        async onBatch(batch: RedisMessageModel[]): Promise<void> {
          await Promise.resolve();
          for (const { message } of batch) handled.add(message);
        }

        @RedisListTrigger({ connection, key: 'orders', name: 'failing', timeLimitInMs: 60_000 })
        async onFailing(order: RedisMessageModel): Promise<void> {
          await Promise.resolve();
          handle(order);
        }

        @RedisListTrigger({
          connection,
          key: 'turned',
          name: 'turned',
          deduplicate: {
            by: () => {
              throw new RangeError('no id');
            },
            forInMs: 60_000,
          },
        })
        onTurnedAway(order: RedisMessageModel): void {
          handle(order);
        }
      }
      await redis.client.rpush('batches', 'a', 'b');
      const runtime = await redis.createRuntime([Batches]);
      await output.hook(runtime);
      const ended = until(runtime, 5);
      await runtime.start();
      await redis.client.rpush('orders', 'drop', 'fail');
      await redis.client.rpush('turned', 'one');
      await ended;
      const timed = await output.values(metrics.duration);
      const ofFunction = (id: string) =>
        timed
          .filter(
            ({ attributes }) => (attributes as Record<string, string>)['redis_triggers.function'] === id,
          )
          .map(({ value, attributes }) => [
            value,
            (attributes as Record<string, string>)['error.type'] ?? '',
          ]);
      expect(ofFunction('failing')).to.have.deep.members([
        [1, ''],
        [1, 'TypeError'],
      ]);
      const batches = ofFunction('batches');
      expect(batches).to.have.length(1);
      expect(batches[0]?.[0]).to.be.within(1, 2);
      expect(ofFunction('turned').map(([value]) => value)).to.deep.equal([1]);
      const consumed = { ...operationOf({ 'messaging.destination.name': 'batches' }) };
      expect(await valueOf(metrics.consumed, consumed)).to.equal(2);
    });

    it('show how functions fare when somebody looks', async () => {
      const runtime = await start();
      const ended = until(runtime, 1);
      await redis.client.rpush('orders', 'good');
      await ended;
      expect(await valueOf(metrics.inFlight, of('onOrder'))).to.equal(0);
      expect(await valueOf(metrics.waiting, of('onOrder'))).to.equal(0);
      const state = (name: string): Promise<number | undefined> =>
        valueOf(metrics.listenerState, { ...of('onOrder'), 'redis_triggers.state': name });
      expect(await state('listening')).to.equal(1);
      expect(await state('recovering')).to.equal(0);
      expect(await state('paused')).to.equal(0);
      const last = await valueOf(metrics.lastSuccess, of('onOrder'));
      expect(last).to.be.closeTo(Date.now() / 1000, 60);
      expect(await valueOf(metrics.lastSuccess, of('onPayment'))).to.equal(undefined);
    });

    it('show what waits in Redis, by function and key', async () => {
      await redis.client.xadd('payments', '*', 'text', 'one');
      await redis.client.xgroup('CREATE', 'waiting', 'idle', '0', 'MKSTREAM');
      const [first] = [await redis.client.xadd('waiting', '*', 'n', '1')];
      await redis.client.xadd('waiting', '*', 'n', '2');
      await redis.client.xreadgroup('GROUP', 'idle', 'gone', 'COUNT', 1, 'STREAMS', 'waiting', '>');
      await redis.client.xadd('{held}:dead-letter:held', '*', 'n', '1');
      class Held {
        @RedisListTrigger({
          connection,
          key: 'held',
          delivery: 'atLeastOnce',
          name: 'held',
          concurrency: 1,
          prefetch: 0,
        })
        onHeld(_element: RedisMessageModel, signal: AbortSignal): Promise<void> {
          handled.add('held');
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
        }

        @RedisStreamTrigger({
          connection,
          key: 'waiting',
          consumerGroup: 'idle',
          name: 'waiting',
          concurrency: 1,
          count: 1,
          prefetch: 0,
        })
        onWaiting(_entry: RedisMessageModel, signal: AbortSignal): Promise<void> {
          handled.add('waiting');
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
        }
      }
      await redis.client.rpush('held', '1', '2', '3');
      const runtime = await redis.createRuntime([Held], { shutdownTimeoutInMs: 1 });
      await output.hook(runtime);
      await runtime.start();
      await handled.until(2);
      const held = { ...of('held'), 'redis_triggers.key': 'held' };
      const waiting = { ...of('waiting'), 'redis_triggers.key': 'waiting' };
      expect(await valueOf(metrics.backlog, held)).to.equal(3);
      expect(await valueOf(metrics.pending, held)).to.equal(1);
      expect(await valueOf(metrics.deadLetters, held)).to.equal(1);
      expect(await valueOf(metrics.oldestAge, held)).to.equal(undefined);
      expect(await valueOf(metrics.backlog, waiting)).to.equal(2);
      expect(await valueOf(metrics.pending, waiting)).to.equal(2);
      const age = (Date.now() - Number(String(first).split('-')[0])) / 1000;
      expect(await valueOf(metrics.oldestAge, waiting)).to.be.closeTo(age, 30);
    });

    it('of what waits in Redis are read by the processes that are told to', async () => {
      let reads = false;
      await redis.client.rpush('orders', 'one');
      const runtime = await start({ readsBacklog: () => reads });
      expect(await output.values(metrics.backlog)).to.deep.equal([]);
      expect(await output.values(metrics.inFlight)).to.have.length(3);
      reads = true;
      expect(await output.values(metrics.backlog)).to.have.length(2);
      expect(await output.values(metrics.deadLetters)).to.have.length(3);
      await runtime.stop();
    });

    it('show of a stopped runtime what it counted, and nothing that it is no more', async () => {
      const runtime = await start();
      const ended = until(runtime, 1);
      await redis.client.rpush('orders', 'good');
      await ended;
      await runtime.stop();
      const order = operationOf({ 'messaging.destination.name': 'orders' });
      expect(await valueOf(metrics.consumed, order)).to.equal(1);
      expect(await output.values(metrics.inFlight)).to.deep.equal([]);
      expect(await output.values(metrics.backlog)).to.deep.equal([]);
    });

    it('add up for two runtimes of one process', async () => {
      const runtimes = [await start(), await start()];
      const ended = runtimes.map((runtime) => until(runtime, 1));
      await redis.client.publish('news.1', 'good');
      await Promise.all(ended);
      const news = operationOf({ 'messaging.destination.template': 'news.*' });
      expect(await valueOf(metrics.consumed, news)).to.equal(2);
      expect(await output.values(metrics.inFlight)).to.have.length(3);
      await runtimes[0]?.stop();
      expect(await output.values(metrics.inFlight)).to.have.length(3);
      expect(
        await valueOf(metrics.listenerState, { ...of('onNews'), 'redis_triggers.state': 'listening' }),
      ).to.equal(1);
    });

    it('have no more values, however many channels, ids and errors there are', async () => {
      const runtime = await start();
      const ended = until(runtime, 200);
      for (let index = 0; index < 100; index++) {
        await redis.client.publish(`news.${index}`, `fail ${index}`);
        await redis.client.xadd('payments', '*', `field${index}`, `good ${index}`);
      }
      await ended;
      for (const metric of Object.values(metrics)) {
        const values = await output.values(metric);
        expect(values.length, metric.name).to.be.below(40);
        const texts = JSON.stringify(values.map(({ attributes }) => attributes));
        expect(texts, metric.name).to.not.match(/news\.\d|field\d|\d{13}-\d/);
      }
    });

    it('cannot be recorded twice in the same place', async () => {
      const runtime = await start();
      const error = await rejectionOf(output.hook(runtime));
      expect(error).to.include({ code: 'TELEMETRY_OPTION_INVALID' });
    });
  });
}

function sorted(attributes: object): [string, unknown][] {
  return Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
}
