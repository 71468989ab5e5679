import { Logger, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { once } from 'node:events';
import { join } from 'node:path';
import { createTestRuntime } from 'redis-triggers/testing';
import { firstValueFrom } from 'rxjs';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { Shop as AzureShop } from '../../examples/migrating/azure-after.js';
import * as after from '../../examples/migrating/bullmq-after.js';
import * as former from '../../examples/migrating/bullmq-before.js';
import { handled, Shop as LoopShop } from '../../examples/migrating/loop-after.js';
import { popOrders, readPayments } from '../../examples/migrating/loop-before.js';
import * as nest from '../../examples/migrating/nestjs-after.js';
import { published, ShopController } from '../../examples/migrating/nestjs-before.js';
import { Recorder } from '../support/recorder.js';
import { repository } from '../support/repository.js';
import { onBoth, onFake } from './recipes/on-both.js';

describe('migrating', function () {
  this.timeout(60_000);
  before(() => {
    Logger.overrideLogger(false);
  });

  /** Host and port, as other libraries take them. */
  const endOf = (address: string): { host: string; port: number } => {
    const { hostname, port } = new URL(address.includes('://') ? address : `redis://${address}`);
    return { host: hostname, port: Number(port) };
  };

  onBoth('from BullMQ: what is in the queue reaches the new handler', async ({ choice, address }) => {
    const mails = new Recorder<string>();
    const deliver = (user: string, text: string): Promise<void> => {
      mails.add(`${user}: ${text}`);
      return Promise.resolve();
    };
    const queue = former.openQueue(endOf(address));
    await queue.add('mail', { user: 'ada', text: 'from before' });
    await using test = await createTestRuntime({
      handlers: [after.Mails],
      redis: choice,
      overrides: [['deliver', deliver]],
    });
    const bridge = after.passOn(endOf(address), test.runtime.sender);
    try {
      await queue.add('mail', { user: 'bob', text: 'from an old sender' });
      await test.push(after.mails, { user: 'eve', text: 'from a new one' });
      const expected = ['ada: from before', 'bob: from an old sender', 'eve: from a new one'];
      expect((await mails.until(3)).sort()).to.deep.equal(expected);
    } finally {
      await bridge.close();
      await queue.close();
    }
  });

  it('from BullMQ: the worker before did the same', async () => {
    await onFake(async ({ address }) => {
      const mails = new Recorder<string>();
      const worker = former.startWorker(endOf(address), (user) => {
        mails.add(user);
        return Promise.resolve();
      });
      const queue = former.openQueue(endOf(address));
      await queue.add('mail', { user: 'ada', text: 'welcome' });
      expect(await mails.until(1)).to.deep.equal(['ada']);
      await former.welcome(queue, 'bob');
      expect(await queue.getDelayedCount()).to.equal(1);
      await worker.close();
      await queue.close();
    });
  });

  it('from BullMQ: a welcome comes after a minute', async () => {
    const mails: string[] = [];
    const deliver = (user: string) => Promise.resolve(void mails.push(user));
    await using test = await createTestRuntime({
      handlers: [after.Mails],
      clock: 'virtual',
      overrides: [['deliver', deliver]],
    });
    await after.welcome(test.runtime.sender, 'bob');
    await test.clock.advance(59_000);
    expect(mails).to.deep.equal([]);
    await test.clock.advance(2_000);
    await test.attempted('Mails.onMail', 1);
    expect(mails).to.deep.equal(['bob']);
  });

  onBoth("from NestJS' transport: its clients reach the new handlers", async ({ choice, address }) => {
    nest.handled.length = 0;
    const options = { ...endOf(address) };
    const client = ClientProxyFactory.create({ transport: Transport.REDIS, options });
    await using test = await createTestRuntime({ handlers: [nest.Shop], redis: choice });
    try {
      await client.connect();
      await firstValueFrom(client.emit('order.placed', { id: 1 }), { defaultValue: undefined });
      expect(await firstValueFrom(client.send<number>('price', 'tea'))).to.equal(3);
      await test.settled();
      expect(nest.handled).to.deep.equal(['order 1']);
    } finally {
      await client.close();
    }
  });

  onBoth("from NestJS' transport: both handle an event side by side", async ({ choice, address }) => {
    nest.handled.length = 0;
    published.length = 0;
    const options = { ...endOf(address) };
    const service: MicroserviceOptions = { transport: Transport.REDIS, options };
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- its options are an object for everybody
    const app: INestMicroservice = await NestFactory.createMicroservice(ShopModule, service);
    const client = ClientProxyFactory.create({ transport: Transport.REDIS, options });
    await using test = await createTestRuntime({ handlers: [nest.Shop], redis: choice });
    try {
      await app.listen();
      await client.connect();
      await firstValueFrom(client.emit('order.placed', { id: 2 }), { defaultValue: undefined });
      // The old service answers as well; either answer will do.
      expect(await firstValueFrom(client.send<number>('price', 'tea'))).to.equal(3);
      await test.settled();
      expect([nest.handled, published]).to.deep.equal([['order 2'], ['order 2']]);
    } finally {
      await client.close();
      await app.close();
    }
  });

  onBoth('from a loop: goes on where the loops were', async ({ choice, client }) => {
    handled.length = 0;
    const loops: number[] = [];
    const stopping = new AbortController();
    const first = new Recorder<number>();
    const note = ({ id }: { id: number }): Promise<void> => {
      loops.push(id);
      first.add(id);
      return Promise.resolve();
    };
    await client.rpush('orders', '{"id":1}');
    await client.xadd('payments', '*', 'id', '10');
    const clients = [client.duplicate(), client.duplicate()] as const;
    const running = [
      popOrders(clients[0], note, stopping.signal),
      readPayments(clients[1], note, stopping.signal),
    ];
    await first.until(2);
    stopping.abort();
    await Promise.all(running);
    for (const each of clients) each.disconnect();
    // What a loop had read when it died.
    await client.xadd('payments', '*', 'id', '11');
    await client.xreadgroup('GROUP', 'bank', 'worker-1', 'STREAMS', 'payments', '>');
    await client.xclaim('payments', 'bank', 'worker-1', 0, ...(await idsOf(client, '11')), 'IDLE', 120_000);
    await client.rpush('orders', '{"id":2}');
    await client.xadd('payments', '*', 'id', '12');
    await using test = await createTestRuntime({ handlers: [LoopShop], redis: choice });
    await test.attempted('Shop.onOrder', 1);
    await test.attempted('Shop.onPayment', 2);
    expect(loops.sort((a, b) => a - b)).to.deep.equal([1, 10]);
    expect(handled.sort()).to.deep.equal(['order 2', 'payment 11', 'payment 12']);
  });

  onBoth('from Azure: the method publishes what the function did', async ({ client, address }) => {
    const folder = join(repository, 'examples/migrating/azure-before');
    const subscriber = client.duplicate();
    await subscriber.subscribe('shipped');
    const connections = { redisConnection: address };
    try {
      await using app = await loadFunctionApp(folder, { connections });
      const { handlers, settings } = app;
      const runtime = await createRuntime({ handlers, connections, settings, logger: false });
      await runtime.start();
      const shipped = once(subscriber, 'message');
      await client.rpush('orders', '{"id":1,"article":"tea"}');
      expect((await shipped)[1]).to.equal('tea for 1');
      await runtime.stop();
      await using test = await createTestRuntime({ handlers: [AzureShop], redis: address });
      expect(test.runtime.functions.map(({ id }) => id)).to.deep.equal(['ShipOrder']);
      const message = once(subscriber, 'message');
      await client.rpush('orders', '{"id":2,"article":"cup"}');
      expect((await message)[1]).to.equal('cup for 2');
      await test.settled();
    } finally {
      subscriber.disconnect();
    }
  });
});

@Module({ controllers: [ShopController] })
class ShopModule {}

async function idsOf(client: Redis, id: string): Promise<string[]> {
  const entries = await client.xrange('payments', '-', '+');
  return entries.filter(([, fields]) => fields[1] === id).map(([entry]) => entry);
}
