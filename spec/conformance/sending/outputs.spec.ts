import { expect } from 'chai';
import { injectable, singleton } from 'tsyringe';
import { z } from 'zod';
import type { Container } from '../../../lib/di/container.js';
import { Drop } from '../../../lib/messages/drop.js';
import { InvocationContext } from '../../../lib/messages/invocation-context.js';
import type { Token } from '../../../lib/metadata/parameter-metadata.js';
import { Sender } from '../../../lib/sending/sender.js';
import { defineChannel } from '../../../lib/triggers/define-channel.js';
import { defineList } from '../../../lib/triggers/define-list.js';
import { defineStream } from '../../../lib/triggers/define-stream.js';
import { Payload } from '../../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisOutput } from '../../../lib/triggers/redis-output.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { UseMiddleware } from '../../../lib/triggers/use-middleware.js';
import { Recorder } from '../../support/recorder.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis, redisName } from '../../support/test-redis.js';

const connection = redisName;
const order = z.object({ id: z.number() });
const orders = defineStream('orders', { connection, payload: order, payloadField: 'json' });
const invoices = defineList('invoices', { connection, payload: z.object({ order: z.number() }) });
const mails = defineStream('mails', { connection });
const retry = { strategy: 'fixedDelay', maxRetryCount: 3, delayIntervalInMs: 1 } as const;

type Order = z.infer<typeof order>;

describeOnRedis('@RedisOutput', (redis) => {
  const send = (id: number) => redis.client.xadd('orders', '*', 'json', JSON.stringify({ id }));
  const pendingOf = async (group: string): Promise<number> =>
    (await redis.client.xpending('orders', group, '-', '+', 10)).length;

  it('sends what the method returns, before the entry is acknowledged', async () => {
    const pending = new Recorder<number>();
    class Shop {
      @RedisStreamTrigger(orders)
      @RedisOutput(invoices)
      async onOrder(@Payload() { id }: Order): Promise<{ order: number }> {
        await Promise.resolve();
        return { order: id };
      }

      @RedisListTrigger(invoices)
      async onInvoice(@Payload() invoice: { order: number }): Promise<void> {
        pending.add(await pendingOf('Shop.onOrder'));
        expect(invoice).to.deep.equal({ order: 7 });
      }
    }
    const runtime = await redis.startRuntime([Shop]);
    await send(7);
    await pending.until(1);
    await signalled('settled', async () => (await pendingOf('Shop.onOrder')) === 0, 'the acknowledgement');
    expect(runtime.functions[0]?.outputs).to.deep.equal([{ definition: invoices, options: {} }]);
  });

  it('sends arrays as several messages, and nothing of undefined, null and an empty array', async () => {
    const returned: readonly unknown[] = [[{ order: 1 }, { order: 2 }], undefined, null, [], { order: 3 }];
    const handled = new Recorder<number>();
    class Shop {
      @RedisStreamTrigger(orders, { concurrency: 1 })
      @RedisOutput(invoices)
      onOrder(@Payload() { id }: Order): { order: number }[] {
        handled.add(id);
        return returned[id] as { order: number }[];
      }
    }
    const runtime = await redis.startRuntime([Shop]);
    for (const id of returned.keys()) await send(id);
    await signalled(
      'healthChanged',
      () => runtime.health().functions['Shop.onOrder']?.succeeded === 5,
      'all',
    );
    expect(await redis.client.lrange('invoices', 0, -1)).to.deep.equal([
      '{"order":1}',
      '{"order":2}',
      '{"order":3}',
    ]);
  });

  it('sends to several outputs by their names, with options, and all of a batch at once', async () => {
    class Shop {
      @RedisStreamTrigger(orders, { batch: true })
      @RedisOutput({ invoices, mails: { to: mails, maxLength: 100 }, unused: invoices })
      onOrders(@Payload() batch: Order[]) {
        return { invoices: batch.map(({ id }) => ({ order: id })), mails: { to: 'zoe' } };
      }
    }
    for (const id of [1, 2, 3]) await send(id);
    const runtime = await redis.startRuntime([Shop]);
    await signalled(
      'healthChanged',
      () => runtime.health().functions['Shop.onOrders']?.succeeded === 3,
      'all',
    );
    expect(await redis.client.llen('invoices')).to.equal(3);
    expect((await redis.client.xrange('mails', '-', '+')).map(([, fields]) => fields)).to.deep.equal([
      ['to', 'zoe'],
    ]);
  });

  it('sends only what succeeded: not of a Drop, an error, or an attempt that a middleware fails', async () => {
    const fail = async (context: InvocationContext, next: () => Promise<unknown>): Promise<unknown> => {
      const returned = await next();
      if (context.attempt === 1) throw new Error('the first attempt fails');
      return returned;
    };
    class Shop {
      @RedisStreamTrigger(orders, { retry })
      @UseMiddleware(fail)
      @RedisOutput(invoices)
      onOrder(@Payload() { id }: Order, context: InvocationContext): { order: number } {
        if (id === 1) throw new Drop('nobody wants it');
        return { order: context.attempt };
      }
    }
    const runtime = await redis.startRuntime([Shop]);
    await send(1);
    await send(2);
    const health = () => runtime.health().functions['Shop.onOrder'];
    await signalled('healthChanged', () => health()?.succeeded === 1 && health()?.dropped === 1, 'both');
    expect(await redis.client.lrange('invoices', 0, -1)).to.deep.equal(['{"order":2}']);
  });

  it('fails the attempt where it cannot be sent, which is retried, and acknowledges nothing before', async () => {
    const attempts = new Recorder<number>();
    await redis.client.set('invoices', 'no list');
    class Shop {
      @RedisStreamTrigger(orders, { retry })
      @RedisOutput(invoices)
      async onOrder(@Payload() { id }: Order, context: InvocationContext): Promise<{ order: number }> {
        attempts.add(context.attempt);
        if (context.attempt === 3) await redis.client.del('invoices');
        return { order: id };
      }
    }
    const runtime = await redis.startRuntime([Shop]);
    const errors = new Recorder<string | undefined>();
    runtime.on('invocationRetried', ({ error }) => errors.add(error.code));
    await send(5);
    await signalled('healthChanged', () => runtime.health().functions['Shop.onOrder']?.succeeded === 1, 'it');
    expect(attempts.items).to.deep.equal([1, 2, 3]);
    expect(errors.items).to.deep.equal(['SEND_FAILED', 'SEND_FAILED']);
    expect(await redis.client.lrange('invoices', 0, -1)).to.deep.equal(['{"order":5}']);
  });

  it('does not blame the message for an invalid output, and validates all outputs before the first is sent', async () => {
    class Shop {
      @RedisStreamTrigger(orders, { maxDeliveryCount: 1 })
      @RedisOutput({ mails, invoices })
      onOrder(): { mails: { a: string }; invoices: { order: number } } {
        return { mails: { a: 'b' }, invoices: { order: 'x' as unknown as number } };
      }
    }
    const runtime = await redis.startRuntime([Shop]);
    const failed = new Recorder<[string, string | undefined]>();
    runtime.on('invocationFailed', ({ reason, error }) => failed.add([reason, error.code]));
    await send(1);
    expect(await failed.until(1)).to.deep.equal([['handler-failed', 'SEND_INVALID']]);
    expect(await redis.client.exists('mails')).to.equal(0);
  });

  it('is a problem at the start where it cannot work', async () => {
    const several = defineList(['a', 'b'], { connection });
    const unknown = defineList('a', { connection: 'nowhere' });
    const pattern = defineChannel('news:*', { connection });
    class NoTrigger {
      @RedisListTrigger(invoices)
      onInvoice(): void {
        // Only so that the class has a function.
      }

      @RedisOutput(invoices)
      onNothing(): { order: number } {
        return { order: 1 };
      }
    }
    class Misled {
      @RedisListTrigger(invoices, { name: 'one' })
      @RedisOutput(several)
      one(): string {
        return '';
      }

      @RedisListTrigger(invoices, { name: 'two' })
      @RedisOutput({ unknown, pattern })
      two(): object {
        return {};
      }

      @RedisListTrigger(invoices, { name: 'three' })
      @RedisOutput(invoices)
      @RedisOutput(mails)
      three(): never {
        throw new Error('not called');
      }

      @RedisListTrigger(invoices, { name: 'four' })
      @RedisOutput('invoices' as never)
      four(): never {
        throw new Error('not called');
      }
    }
    const error = await redis.createRuntime([NoTrigger, Misled]).catch((thrown: unknown) => thrown);
    const { problems } = error as { problems: { code: string; place: string }[] };
    expect(problems.map(({ code, place }) => `${place} ${code}`)).to.have.members([
      'NoTrigger.onNothing HANDLER_INVALID',
      'Misled.one SEND_OPTION_INVALID',
      'Misled.two CONNECTION_UNRESOLVED',
      'Misled.two SEND_OPTION_INVALID',
      'Misled.three OPTION_CONFLICT',
      'Misled.four DEFINITION_INVALID',
    ]);
  });
});

describeOnRedis('A handler that injects a Sender', (redis) => {
  it('gets that of its own runtime, be it transient or a singleton, also where two runtimes share a container', async () => {
    const senders = new Recorder<[string, Sender]>();
    @injectable()
    class Transient {
      constructor(private readonly sender: Sender) {}

      @RedisListTrigger({ connection, key: 'transient' })
      onElement(): void {
        senders.add(['transient', this.sender]);
      }
    }
    @singleton()
    class Single {
      constructor(private readonly sender: Sender) {}

      @RedisListTrigger({ connection, key: 'single' })
      async onElement(): Promise<void> {
        senders.add(['single', this.sender]);
        await this.sender.push(defineList('transient', { connection }), 'from a singleton');
      }
    }
    const runtime = await redis.startRuntime([Transient, Single]);
    await redis.client.rpush('single', 'a');
    const seen = await senders.until(2);
    expect(seen.map(([name]) => name)).to.deep.equal(['single', 'transient']);
    for (const [, sender] of seen) expect(sender).to.equal(runtime.sender);
    const other = await redis.startRuntime([Transient]);
    await runtime.stop();
    await redis.client.rpush('transient', 'b');
    expect((await senders.until(3))[2]?.[1]).to.equal(other.sender);
  });

  it('gets it from another container, which is offered it by `provide`', async () => {
    const senders = new Recorder<Sender>();
    class Shop {
      constructor(private readonly sender: Sender) {}

      @RedisListTrigger({ connection, key: 'orders' })
      async onElement(): Promise<void> {
        senders.add(this.sender);
        await this.sender.push(defineList('out', { connection }), 'from another container');
      }
    }
    const offered = new Map<Token, unknown>();
    const make = (): Shop => new Shop(offered.get(Sender) as Sender);
    const container: Container = {
      provide: (token, value) => void offered.set(token, value),
      prepare: () => 'transient',
      resolve: make,
      createScope: () => ({ resolve: make, dispose: () => undefined }),
    };
    const runtime = await redis.startRuntime([Shop], { container });
    await redis.client.rpush('orders', 'a');
    expect(await senders.until(1)).to.deep.equal([runtime.sender]);
    await runtime.stop();
    expect(await redis.client.lrange('out', 0, -1)).to.deep.equal(['from another container']);
  });

  it('may send while a stop waits for it, and the stop waits until that is sent', async () => {
    const started = new Recorder<string>();
    @injectable()
    class Slow {
      constructor(private readonly sender: Sender) {}

      @RedisListTrigger({ connection, key: 'slow' })
      async onElement(): Promise<void> {
        started.add('begun');
        await stopping.until(1);
        void this.sender.push(defineList('out', { connection }), ['last', 'words']);
      }
    }
    const stopping = new Recorder<string>();
    const runtime = await redis.startRuntime([Slow]);
    runtime.on('stopping', () => stopping.add('now'));
    await redis.client.rpush('slow', 'a');
    await started.until(1);
    await runtime.stop();
    expect(await redis.client.lrange('out', 0, -1)).to.deep.equal(['last', 'words']);
  });
});
