import { context, diag, trace, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { expect } from 'chai';
import { IsInt } from 'class-validator';
import { z } from 'zod';
import { createSender } from '../../lib/create-sender.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Drop } from '../../lib/messages/drop.js';
import { Reject } from '../../lib/messages/reject.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { instrument, type TracingOptions } from '../../lib/telemetry/instrument.js';
import { traceContext, traceFields } from '../../lib/telemetry/tracing/trace-context.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { Gate } from '../support/gate.js';
import { settled } from '../support/manual-clock.js';
import { startTracing, type Tracing } from '../support/open-telemetry.js';
import { realTime } from '../support/real-time.js';
import { Recorder } from '../support/recorder.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

describeOnRedis('The spans of a runtime', (redis) => {
  let tracing: Tracing;

  beforeEach(() => {
    tracing = startTracing();
  });
  afterEach(() => tracing.end());

  const start = async (
    trigger: MethodDecorator,
    handle: unknown = () => undefined,
    options: TracingOptions = {},
  ): Promise<Runtime> => {
    const runtime = await redis.createRuntime([classWith(trigger, handle)]);
    await instrument(runtime, { tracing: options, metrics: false });
    await runtime.start();
    return runtime;
  };
  const spansNamed = (name: string): ReadableSpan[] =>
    tracing.spans.items.filter((span) => span.name === name);
  const until = (name: string, count = 1): Promise<ReadableSpan[]> =>
    tracing.spans
      .untilTrue(() => spansNamed(name).length >= count, `${count} spans ${name}`)
      .then(() => spansNamed(name));
  const ofOne = async (name: string): Promise<ReadableSpan> => {
    const [span] = await until(name);
    if (!span) throw new Error('no span');
    return span;
  };
  /** Sends something in a span of its own, as a producer that is traced does. */
  const produce = async (send: () => Promise<unknown>): Promise<ReadableSpan> => {
    await tracing.provider.getTracer('producer').startActiveSpan('produce', async (span) => {
      await send();
      span.end();
    });
    return ofOne('produce');
  };

  it('say what an attempt at a stream entry was', async () => {
    await start(RedisStreamTrigger({ connection, key: 'entries', consumerGroup: 'shop', name: 'onEntry' }));
    const id = await redis.client.xadd('entries', '*', 'text', 'the secret content');
    const span = await ofOne('process entries');
    expect(span.kind).to.equal(SpanKind.CONSUMER);
    expect(span.attributes).to.deep.equal({
      'messaging.system': 'redis',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'entries',
      'messaging.consumer.group.name': 'shop',
      'messaging.message.id': id,
      'redis_triggers.function': 'onEntry',
      'redis_triggers.attempt': 1,
      'redis_triggers.delivery_count': 1,
      'redis_triggers.outcome': 'succeeded',
    });
    expect(span.status.code).to.equal(SpanStatusCode.UNSET);
    expect(span.parentSpanContext).to.equal(undefined);
    expect(span.links).to.deep.equal([]);
    expect(span.instrumentationScope).to.deep.include({ name: 'redis-triggers' });
    expect(JSON.stringify([span.attributes, span.events])).to.not.include('secret');
  });

  for (const isAsync of [false, true]) {
    it(`are active while ${isAsync ? 'an asynchronous' : 'a synchronous'} handler runs, and no longer`, async () => {
      const seen = new Recorder<unknown>();
      const note = (): void => {
        seen.add(trace.getActiveSpan()?.spanContext().spanId);
        tracing.provider.getTracer('handler').startSpan('query').end();
      };
      const handle = isAsync ? async () => Promise.resolve().then(note) : note;
      await start(RedisListTrigger({ connection, key: 'orders' }), handle);
      await redis.client.rpush('orders', 'one', 'two');
      const spans = await until('process orders', 2);
      expect(seen.items).to.have.members(spans.map((span) => span.spanContext().spanId));
      expect(spansNamed('query').map((span) => span.parentSpanContext?.spanId)).to.have.members(seen.items);
      expect(new Set(spans.map((span) => span.spanContext().traceId)).size).to.equal(2);
      expect(context.active()).to.not.equal(undefined);
      expect(trace.getActiveSpan()).to.equal(undefined);
    });
  }

  it('contain what is begun only when it is awaited, such as the query of a query builder', async () => {
    const lazy = {
      then(resolve: (value: unknown) => void): void {
        tracing.provider.getTracer('handler').startSpan('query').end();
        resolve(undefined);
      },
    };
    await start(RedisListTrigger({ connection, key: 'orders' }), () => lazy);
    await redis.client.rpush('orders', 'one');
    const span = await ofOne('process orders');
    expect(spansNamed('query')[0]?.parentSpanContext?.spanId).to.equal(span.spanContext().spanId);
  });

  it('do not belong to the span in which the runtime was started', async () => {
    await tracing.provider.getTracer('program').startActiveSpan('start', async (span) => {
      await start(RedisListTrigger({ connection, key: 'orders' }));
      span.end();
    });
    await redis.client.rpush('orders', 'one');
    expect((await ofOne('process orders')).parentSpanContext).to.equal(undefined);
  });

  it('are one for each attempt, with the error of each that failed', async () => {
    const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1 } as const;
    let attempts = 0;
    await start(RedisListTrigger({ connection, key: 'orders', retry }), () => {
      attempts += 1;
      if (attempts === 1) throw new TypeError('not yet');
    });
    await redis.client.rpush('orders', 'one');
    const [failed, succeeded] = await until('process orders', 2);
    expect(failed?.attributes).to.include({
      'redis_triggers.attempt': 1,
      'redis_triggers.outcome': 'handler-failed',
      'error.type': 'TypeError',
    });
    expect(failed?.status).to.deep.equal({ code: SpanStatusCode.ERROR, message: 'not yet' });
    expect(
      failed?.events.map(({ name, attributes }) => [name, attributes?.['exception.message']]),
    ).to.deep.equal([['exception', 'not yet']]);
    expect(succeeded?.attributes).to.include({
      'redis_triggers.attempt': 2,
      'redis_triggers.outcome': 'succeeded',
    });
    expect(succeeded?.attributes).to.not.have.property('error.type');
  });

  it('do not show a password that is in the message of an error', async () => {
    const url = `redis://:open-sesame@127.0.0.1:1`;
    class Shop {
      @RedisListTrigger({ connection: 'other', key: 'k', name: 'other' })
      other(): void {
        // Only its password matters.
      }
      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(): void {
        throw new Error('cannot use open-sesame');
      }
    }
    const runtime = await redis.createRuntime([Shop], {
      connections: { [connection]: redis.connection, other: url },
    });
    await instrument(runtime, { metrics: false });
    void runtime.start().catch(() => undefined);
    await redis.client.rpush('orders', 'one');
    const { status, events } = await ofOne('process orders');
    expect(JSON.stringify([status, events]))
      .to.include('cannot use')
      .and.not.include('open-sesame');
  });

  it('say what a handler asked for by a verdict, which is no error unless it rejects', async () => {
    const handle = ({ message }: RedisMessageModel): void => {
      if (message === 'drop') throw new Drop('old');
      if (message === 'reject') throw new Reject('wrong');
      throw new RetryLater({ delayInMs: 3_600_000 });
    };
    await start(RedisListTrigger({ connection, key: 'orders', delivery: 'atLeastOnce' }), handle);
    await redis.client.rpush('orders', 'drop', 'later', 'reject');
    const spans = await until('process orders', 3);
    const ends = spans.map(({ attributes, status }) => [
      attributes['redis_triggers.outcome'],
      status.code === SpanStatusCode.ERROR,
    ]);
    expect(ends).to.have.deep.members([
      ['dropped', false],
      ['postponed', false],
      ['rejected', true],
    ]);
  });

  it('end when the time of an attempt is over', async () => {
    await start(RedisListTrigger({ connection, key: 'orders', timeLimitInMs: 10 }), () => realTime(50));
    await redis.client.rpush('orders', 'one');
    expect((await ofOne('process orders')).attributes).to.include({
      'redis_triggers.outcome': 'timed-out',
      'error.type': 'HANDLER_TIMED_OUT',
    });
  });

  it('tell of a payload that cannot be read, of which there is no attempt', async () => {
    class Order {
      @IsInt()
      id!: number;
    }
    await start(RedisListTrigger({ connection, key: 'orders', payload: Order }));
    await redis.client.rpush('orders', '{"id":"sesame"}');
    const span = await ofOne('process orders');
    expect(span.attributes).to.include({
      'redis_triggers.attempt': 0,
      'redis_triggers.outcome': 'payload-invalid',
      'error.type': 'PAYLOAD_INVALID',
    });
    expect(JSON.stringify([span.status, span.events])).to.not.include('sesame');
  });

  it('tell of a message that failed before its handler, of which there is no attempt', async () => {
    const by = (): string => {
      throw new RangeError('no id');
    };
    await start(RedisListTrigger({ connection, key: 'orders', deduplicate: { by, forInMs: 60_000 } }));
    await redis.client.rpush('orders', 'one');
    const span = await ofOne('process orders');
    expect(span.kind).to.equal(SpanKind.CONSUMER);
    expect(span.attributes).to.include({
      'redis_triggers.attempt': 0,
      'redis_triggers.delivery_count': 1,
      'redis_triggers.outcome': 'handler-failed',
    });
    expect(span.attributes).to.have.property('error.type');
    expect(span.status.code).to.equal(SpanStatusCode.ERROR);
  });

  it('tell of a message that was skipped, which is settled and not processed', async () => {
    const deduplicate = { by: ({ message }: RedisMessageModel) => message, forInMs: 60_000 };
    await start(RedisStreamTrigger({ connection, key: 'entries', startFrom: '0', deduplicate }));
    await redis.client.xadd('entries', '*', 'id', '1');
    await ofOne('process entries');
    const producer = await produce(async () =>
      redis.client.xadd('entries', '*', 'id', '1', ...(await traceFields())),
    );
    const span = await ofOne('settle entries');
    expect(span.kind).to.equal(SpanKind.CLIENT);
    expect(span.attributes).to.include({
      'messaging.operation.name': 'settle',
      'messaging.operation.type': 'settle',
      'redis_triggers.outcome': 'duplicate',
    });
    expect(span.attributes).to.not.have.any.keys('redis_triggers.attempt', 'error.type');
    expect(span.links.map((link) => link.context.spanId)).to.deep.equal([producer.spanContext().spanId]);
    expect(spansNamed('process entries')).to.have.length(1);
  });

  describe('of a handler that never ends', () => {
    const begun = new Recorder<unknown>();
    const startEndless = async () => {
      begun.items.length = 0;
      const trigger = RedisStreamTrigger({ connection, key: 'entries', startFrom: '0' });
      const gate = new Gate();
      const handler = classWith(trigger, async (message: unknown) => {
        begun.add(message);
        await gate.opened;
      });
      const runtime = await redis.createRuntime([handler], { shutdownTimeoutInMs: 50 });
      const telemetry = await instrument(runtime, { metrics: false });
      await runtime.start();
      await redis.client.xadd('entries', '*', 'id', '1');
      await begun.until(1);
      return { runtime, telemetry, gate };
    };

    it('end with the runtime, and not once more', async () => {
      const { runtime, gate } = await startEndless();
      await runtime.stop();
      const [span] = spansNamed('process entries');
      expect(span?.attributes).to.include({
        'redis_triggers.outcome': 'stopped',
        'error.type': 'STOP_INCOMPLETE',
      });
      const warned: string[] = [];
      const quiet = (): void => undefined;
      diag.setLogger({
        warn: (text) => warned.push(text),
        error: quiet,
        info: quiet,
        debug: quiet,
        verbose: quiet,
      });
      gate.open();
      await settled();
      diag.disable();
      expect(warned).to.deep.equal([]);
      expect(spansNamed('process entries')).to.have.length(1);
    });

    it('end with the handler where they are stopped before, or else with the runtime', async () => {
      const first = await startEndless();
      first.telemetry.stop();
      first.gate.open();
      expect((await ofOne('process entries')).attributes).to.include({
        'redis_triggers.outcome': 'succeeded',
      });
      await first.runtime.stop();
      const second = await startEndless();
      second.telemetry.stop();
      await second.runtime.stop();
      expect(spansNamed('process entries')).to.have.length(2);
      second.gate.open();
    });
  });

  it('link to the producer of an entry, whose fields no handler sees in the model', async () => {
    const seen = new Recorder<string>();
    await start(
      RedisStreamTrigger({ connection, key: 'entries', startFrom: '0' }),
      ({ message }: RedisMessageModel) => seen.add(message),
    );
    const producer = await produce(async () =>
      redis.client.xadd('entries', '*', 'id', '1', ...(await traceFields())),
    );
    const span = await ofOne('process entries');
    expect(span.links.map((link) => link.context.spanId)).to.deep.equal([producer.spanContext().spanId]);
    expect(span.spanContext().traceId).to.not.equal(producer.spanContext().traceId);
    expect(seen.items).to.deep.equal(['{"id":"1"}']);
    const [[, fields] = []] = await redis.client.xrange('entries', '-', '+');
    expect(fields).to.include('traceparent');
  });

  it('are made of what the runtime sends, whose context travels with an entry to its handler', async () => {
    const runtime = await start(RedisStreamTrigger({ connection, key: 'entries', startFrom: '0' }));
    await runtime.sender.add(defineStream('entries', { connection }), [{ id: 1 }]);
    const handled = await ofOne('process entries');
    const sent = await ofOne('send entries');
    expect(sent.kind).to.equal(SpanKind.PRODUCER);
    expect(sent.attributes).to.deep.equal({
      'messaging.system': 'redis',
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': 'entries',
    });
    expect(handled.links.map((link) => link.context.spanId)).to.deep.equal([sent.spanContext().spanId]);
  });

  it('are made of what a sender of its own sends, in a list where that is asked for, and of what it cannot send', async () => {
    await start(RedisListTrigger({ connection, key: 'orders' }), undefined, { jsonMember: 'trace' });
    await using sender = createSender({ connections: { [connection]: redis.connection } });
    const telemetry = await instrument(sender, { tracing: { jsonMember: 'trace' }, metrics: false });
    const orders = defineList('orders', { connection, payload: z.object({ id: z.int() }) });
    await sender.push(orders, { id: 1 });
    const handled = await ofOne('process orders');
    const sent = await ofOne('send orders');
    expect(handled.links.map((link) => link.context.spanId)).to.deep.equal([sent.spanContext().spanId]);
    tracing.spans.items.length = 0;
    await redis.client.set('text', 'x');
    await rejectionOf(sender.push(defineList('text', { connection }), 'a'));
    const refused = await ofOne('send text');
    expect(refused.status.code).to.equal(SpanStatusCode.ERROR);
    expect(refused.attributes).to.include({ 'error.type': 'SEND_FAILED' });
    telemetry.stop();
    tracing.spans.items.length = 0;
    await sender.add(defineStream('later', { connection }), { id: 1 });
    expect(tracing.spans.items.map(({ name }) => name)).to.not.include('send later');
  });

  it('belong to the trace of the producer where that is wanted', async () => {
    await start(RedisStreamTrigger({ connection, key: 'entries', startFrom: '0' }), undefined, {
      relation: 'parent',
    });
    const producer = await produce(async () =>
      redis.client.xadd('entries', '*', 'id', '1', ...(await traceFields())),
    );
    const span = await ofOne('process entries');
    expect(span.parentSpanContext?.spanId).to.equal(producer.spanContext().spanId);
    expect(span.spanContext().traceId).to.equal(producer.spanContext().traceId);
    expect(span.links).to.deep.equal([]);
  });

  it('are one for a batch, linked to each producer, even where the producer is wanted as parent', async () => {
    const handled = new Recorder<number>();
    const producers = [];
    for (const id of ['1', '2']) {
      producers.push(
        await produce(async () => redis.client.xadd('entries', '*', 'id', id, ...(await traceFields()))),
      );
      tracing.spans.items.length = 0;
    }
    await redis.client.xadd('entries', '*', 'id', 'untraced');
    await start(
      RedisStreamTrigger({ connection, key: 'entries', batch: true, count: 10, startFrom: '0' }),
      (all: unknown[]) => handled.add(all.length),
      { relation: 'parent' },
    );
    const span = await ofOne('process entries');
    expect(handled.items).to.deep.equal([3]);
    expect(span.attributes).to.include({ 'messaging.batch.message_count': 3 });
    expect(span.attributes).to.not.have.property('messaging.message.id');
    expect(span.parentSpanContext).to.equal(undefined);
    expect(span.links.map((link) => link.context.spanId)).to.deep.equal(
      producers.map((producer) => producer.spanContext().spanId),
    );
    expect(span.links[0]?.attributes).to.have.property('messaging.message.id');
  });

  it('look into elements and messages only where they are told where', async () => {
    const send = async (key: string): Promise<unknown> =>
      redis.client.rpush(key, JSON.stringify({ id: 1, trace: await traceContext() }));
    await start(RedisListTrigger({ connection, key: 'silent' }));
    await produce(() => send('silent'));
    expect((await ofOne('process silent')).links).to.deep.equal([]);
    tracing.spans.items.length = 0;
    await start(RedisListTrigger({ connection, key: 'told' }), undefined, { jsonMember: 'trace' });
    const producer = await produce(() => send('told'));
    const [link] = (await ofOne('process told')).links;
    expect(link?.context.spanId).to.equal(producer.spanContext().spanId);
  });

  it('name the pattern of a channel, and never the channel', async () => {
    await start(RedisPubSubTrigger({ connection, channel: 'orders.*' }));
    await redis.client.publish('orders.4711', 'paid');
    const span = await ofOne('process orders.*');
    expect(span.attributes).to.include({ 'messaging.destination.template': 'orders.*' });
    expect(span.attributes).to.not.have.property('messaging.destination.name');
    expect(JSON.stringify(span.attributes)).to.not.include('4711');
  });

  it('are made no more when they are stopped, and when the runtime has stopped', async () => {
    const handled = new Recorder<string>();
    const handlers = [
      classWith(RedisListTrigger({ connection, key: 'orders' }), ({ message }: RedisMessageModel) =>
        handled.add(message),
      ),
    ];
    const runtime = await redis.createRuntime(handlers);
    const telemetry = await instrument(runtime, { metrics: false });
    await runtime.start();
    await redis.client.rpush('orders', 'one');
    await ofOne('process orders');
    telemetry.stop();
    await redis.client.rpush('orders', 'two');
    await handled.until(2);
    await runtime.stop();
    expect(spansNamed('process orders')).to.have.length(1);
  });

  it('cannot be made twice in the same place, but again after a stop', async () => {
    const runtime = await redis.createRuntime([classWith(RedisListTrigger({ connection, key: 'orders' }))]);
    const telemetry = await instrument(runtime, { metrics: false });
    const error = await rejectionOf(instrument(runtime, { metrics: false }));
    expect(error).to.include({ code: 'TELEMETRY_OPTION_INVALID', place: 'instrument' });
    telemetry.stop();
    telemetry.stop();
    await instrument(runtime, { metrics: false });
    await runtime.start();
    await redis.client.rpush('orders', 'one');
    await ofOne('process orders');
    expect(spansNamed('process orders')).to.have.length(1);
  });

  it('that cannot be made never harm a message', async () => {
    await tracing.end();
    const faults = new Recorder<string>();
    const fail = (): never => {
      throw new Error('of a processor');
    };
    tracing = startTracing({
      spanProcessors: [
        {
          onStart: fail,
          onEnd: fail,
          forceFlush: () => Promise.resolve(),
          shutdown: () => Promise.resolve(),
        },
      ],
    });
    const logger = { error: faults.add, warn: () => 0, info: () => 0, debug: () => 0, verbose: () => 0 };
    diag.setLogger(logger, { suppressOverrideMessage: true });
    const handled = new Recorder<string>();
    await start(RedisListTrigger({ connection, key: 'orders' }), ({ message }: RedisMessageModel) =>
      handled.add(message),
    );
    await redis.client.rpush('orders', 'one', 'two');
    expect(await handled.until(2)).to.deep.equal(['one', 'two']);
    expect(faults.items[0]).to.include('of a processor');
  });

  it('are made without a link where extract throws', async () => {
    const extract = (): never => {
      throw new Error('of extract');
    };
    await start(RedisListTrigger({ connection, key: 'orders' }), undefined, { extract });
    await redis.client.rpush('orders', 'one');
    expect((await ofOne('process orders')).links).to.deep.equal([]);
  });

  it('are linked by whatever extract returns', async () => {
    const extract: TracingOptions['extract'] = (message) =>
      message.kind === 'list' ? { traceparent: message.body.toString() } : undefined;
    await start(RedisListTrigger({ connection, key: 'orders' }), undefined, { extract });
    const producer = await produce(async () => {
      await redis.client.rpush('orders', (await traceContext()).traceparent ?? '');
    });
    const [link] = (await ofOne('process orders')).links;
    expect(link?.context.spanId).to.equal(producer.spanContext().spanId);
  });
});
