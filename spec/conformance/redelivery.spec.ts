import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { whenAborted } from '../../lib/time/when-aborted.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Gate } from '../support/gate.js';
import { Recorder } from '../support/recorder.js';
import { signalled, whenRoundsTook } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const group = 'Handler.onEntry';
const deadLetters = '{orders}:dead-letter:Handler.onEntry';

describeOnRedis('Redelivery of a stream entry', (redis) => {
  it('delivers it again, later each time, until its handler succeeds', async () => {
    const deliveries = new Recorder<{ count: number; at: number }>();
    const handler = handlerOf((entry) => {
      deliveries.add({ count: entry.deliveryCount, at: performance.now() });
      if (entry.deliveryCount < 3) throw new Error('not yet');
    });
    await redis.startRuntime([handler]);
    await redis.client.xadd('orders', '*', 'a', '1');
    const [first, second, third] = await deliveries.until(3);
    expect([first, second, third].map((each) => each?.count)).to.deep.equal([1, 2, 3]);
    expect(second!.at - first!.at).to.be.at.least(450);
    expect(third!.at - second!.at).to.be.at.least(950);
    await signalled(
      'settled',
      async () => (await pendingIds(redis.client)).length === 0,
      'the acknowledgement',
    );
    expect(await redis.client.exists(deadLetters)).to.equal(0);
  });

  it('puts it into the dead letters after maxDeliveryCount failures', async () => {
    const deliveries = new Recorder<number>();
    const handler = handlerOf(
      (entry) => {
        deliveries.add(entry.deliveryCount);
        throw new TypeError('never');
      },
      { maxDeliveryCount: 2 },
    );
    await redis.startRuntime([handler]);
    await redis.client.xadd('orders', '7-1', 'a', '1', 'a', '2');
    const [, fields] = await signalled(
      'deadLettered',
      async () => (await redis.client.xrange(deadLetters, '-', '+'))[0],
    );
    expect(deliveries.items).to.deep.equal([1, 2]);
    expect(fields.join(' ')).to.include(
      'entryId 7-1 deliveryCount 2 reason handler-failed errorName TypeError',
    );
    expect(fields.slice(-4)).to.deep.equal(['field:a', '1', 'field:a', '2']);
    expect(await pendingIds(redis.client)).to.deep.equal([]);
  });

  it('claims what a process held that is gone', async () => {
    const handled = new Recorder<StreamEntry>();
    await readAsAnother(redis.client, 2);
    await redis.startRuntime([handlerOf((entry) => handled.add(entry), { claimIdleInMs: 300 })]);
    const entries = await handled.until(2);
    expect(entries.map(({ id, deliveryCount }) => [id, deliveryCount])).to.deep.equal([
      ['1-1', 2],
      ['1-2', 2],
    ]);
    expect(entries[0]?.value('n')?.toString()).to.equal('1');
    await signalled(
      'settled',
      async () => (await pendingIds(redis.client)).length === 0,
      'the acknowledgements',
    );
  });

  it('deletes consumers that are dead once nothing is pending for them, and no others', async () => {
    const handled = new Recorder<StreamEntry>();
    await readAsAnother(redis.client, 1);
    const runtime = await redis.startRuntime([
      handlerOf((entry) => handled.add(entry), { claimIdleInMs: 100, pollingIntervalInMs: 20 }),
    ]);
    await handled.until(1);
    await signalled(
      'roundEnded',
      async () => !(await consumers(redis.client)).includes('another'),
      'the deletion',
    );
    expect(await consumers(redis.client)).to.have.length(1);
    await runtime.stop();
  });

  it('runs a handler once that takes three times claimIdleInMs, whoever else is there', async () => {
    const gate = new Gate();
    const started = new Recorder<number>();
    const ended = new Recorder<number>();
    const handler = handlerOf(
      async (entry) => {
        started.add(entry.deliveryCount);
        await gate.opened;
        ended.add(entry.deliveryCount);
      },
      { claimIdleInMs: 1_000 },
    );
    await redis.startRuntime([handler]);
    await redis.startRuntime([handler]);
    await redis.client.xadd('orders', '*', 'a', '1');
    await started.until(1);
    await whenRoundsTook(3_000);
    gate.open();
    await ended.until(1);
    await signalled(
      'settled',
      async () => (await pendingIds(redis.client)).length === 0,
      'the acknowledgement',
    );
    expect(started.items).to.deep.equal([1]);
  });

  it('gives up what was delivered too often before a handler sees it, and not its neighbours', async () => {
    const handled = new Recorder<string>();
    await readAsAnother(redis.client, 2);
    await claimAsAnother(redis.client, '1-1', 5);
    await redis.startRuntime([handlerOf((entry) => handled.add(entry.id), { claimIdleInMs: 300 })]);
    expect(await handled.until(1)).to.deep.equal(['1-2']);
    const [, fields] = await signalled(
      'deadLettered',
      async () => (await redis.client.xrange(deadLetters, '-', '+'))[0],
    );
    expect(fields.join(' ')).to.include('entryId 1-1').and.include('reason too-many-deliveries');
    await signalled(
      'settled',
      async () => (await pendingIds(redis.client)).length === 0,
      'the acknowledgements',
    );
    expect(handled.items).to.deep.equal(['1-2']);
  });

  it('holds what was delivered too often until it can be written to the dead letters, and counts nothing more', async () => {
    const handled = new Recorder<string>();
    await redis.client.set(deadLetters, 'no stream');
    await readAsAnother(redis.client, 1);
    await claimAsAnother(redis.client, '1-1', 5);
    const runtime = await redis.startRuntime([
      handlerOf((entry) => handled.add(entry.id), { claimIdleInMs: 100 }),
    ]);
    const lastError = () => runtime.health().functions[group]?.lastError?.message;
    await signalled('healthChanged', () => lastError()?.startsWith('WRONGTYPE'), 'the refusal');
    // What is left later is claimed by a later sweep.
    for (const id of ['1-2', '1-3']) {
      await leaveAsAnother(redis.client, id);
      await handled.untilTrue((items) => items.includes(id));
    }
    const [line] = (await redis.client.xpending('orders', group, '-', '+', 1)) as unknown[][];
    expect([line?.[0], line?.[3]]).to.deep.equal(['1-1', 5]);
    expect(runtime.health().functions[group]).to.include({ failed: 1 });
    await redis.client.del(deadLetters);
    await signalled(
      'settled',
      async () => (await pendingIds(redis.client)).length === 0,
      'the acknowledgement',
    );
    expect(await redis.client.xlen(deadLetters)).to.equal(1);
  });

  it('runs suspects, which were delivered twice or more, one at a time', async () => {
    let running = 0;
    let most = 0;
    const handled = new Recorder<string>();
    await readAsAnother(redis.client, 4);
    for (const id of ['1-1', '1-2', '1-3', '1-4']) await claimAsAnother(redis.client, id, 2);
    const handler = handlerOf(
      async (entry) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        handled.add(entry.id);
      },
      { claimIdleInMs: 300 },
    );
    await redis.startRuntime([handler]);
    expect(await handled.until(4)).to.deep.equal(['1-1', '1-2', '1-3', '1-4']);
    expect(most).to.equal(1);
  });

  it('runs other suspects while one waits for its retry, and that one alone again', async () => {
    let running = 0;
    let most = 0;
    const handled = new Recorder<string>();
    const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1 };
    await readAsAnother(redis.client, 5);
    for (const n of [1, 2, 3, 4, 5]) await claimAsAnother(redis.client, `1-${n}`, 2);
    const handler = handlerOf(
      async (entry, { attempt }) => {
        most = Math.max(most, ++running);
        for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (attempt === 1) throw new Error('not yet');
        handled.add(entry.id);
      },
      { claimIdleInMs: 300, retry },
    );
    await redis.startRuntime([handler]);
    expect(await handled.until(5)).to.have.members(['1-1', '1-2', '1-3', '1-4', '1-5']);
    expect(most).to.equal(1);
  });

  it('lets no suspect wait for the retry of another', async () => {
    const handled = new Recorder<string>();
    const retry = { strategy: 'fixedDelay', maxRetryCount: -1, delayIntervalInMs: 60_000 };
    await readAsAnother(redis.client, 3);
    for (const n of [1, 2, 3]) await claimAsAnother(redis.client, `1-${n}`, 2);
    const handler = handlerOf(
      (entry) => {
        handled.add(entry.id);
        if (entry.id === '1-1') throw new Error('never');
      },
      { claimIdleInMs: 300, retry },
    );
    await redis.startRuntime([handler]);
    expect(await handled.until(3)).to.deep.equal(['1-1', '1-2', '1-3']);
  });

  it('forgets what was deleted from the stream meanwhile', async () => {
    const handled = new Recorder<string>();
    await readAsAnother(redis.client, 2);
    await redis.client.xdel('orders', '1-1');
    await redis.startRuntime([handlerOf((entry) => handled.add(entry.id), { claimIdleInMs: 300 })]);
    expect(await handled.until(1)).to.deep.equal(['1-2']);
    await signalled(
      'settled',
      async () => (await pendingIds(redis.client)).length === 0,
      'nothing to be pending',
    );
  });

  it('leaves what waits to others at a stop, at once', async () => {
    const failed = new Recorder<string>();
    const handled = new Recorder<string>();
    const failing = handlerOf((entry) => {
      failed.add(entry.id);
      throw new Error('not here');
    });
    const runtime = await redis.startRuntime([failing]);
    await redis.client.xadd('orders', '1-1', 'a', '1');
    await failed.until(1);
    await runtime.stop();
    await redis.startRuntime([handlerOf((entry) => handled.add(entry.id))]);
    expect(await handled.until(1)).to.deep.equal(['1-1']);
  });

  it('leaves what has not begun to others at a stop, and does not count its delivery', async () => {
    const begun = new Recorder<string>();
    const handled = new Recorder<string>();
    const waiting = handlerOf(
      async (entry, { signal }) => {
        begun.add(entry.id);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
      { concurrency: 1, maxDeliveryCount: 1 },
    );
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    for (const id of ['1-1', '1-2', '1-3']) await redis.client.xadd('orders', id, 'a', '1');
    const runtime = await redis.startRuntime([waiting], { shutdownTimeoutInMs: 500 });
    await begun.until(1);
    await signalled(
      'readAnswered',
      async () => (await pendingIds(redis.client)).length === 3,
      'the others to be read',
    );
    await runtime.stop();
    const next = handlerOf((entry) => handled.add(entry.id), { maxDeliveryCount: 1 });
    await redis.startRuntime([next]);
    expect(await handled.until(2)).to.deep.equal(['1-2', '1-3']);
    expect(begun.items).to.deep.equal(['1-1']);
  });

  it('does not count a delivery that a stop ended, in its handler or while it waited for its retry', async () => {
    const begun = new Recorder<string>();
    const handled = new Recorder<StreamEntry>();
    const retry = { strategy: 'fixedDelay', maxRetryCount: -1, delayIntervalInMs: 60_000 };
    const once = { maxDeliveryCount: 1, retry };
    const cancelled = handlerOf(async (entry, { signal }) => {
      begun.add(entry.id);
      if (entry.id === '1-1') throw new Error('not here');
      await whenAborted(signal);
      throw new Error('told to stop');
    }, once);
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    for (const id of ['1-1', '1-2']) await redis.client.xadd('orders', id, 'a', '1');
    for (let stops = 1; stops <= 2; stops++) {
      const runtime = await redis.startRuntime([cancelled], { shutdownTimeoutInMs: 500 });
      await begun.until(2 * stops);
      await runtime.stop();
    }
    await redis.startRuntime([handlerOf((entry) => handled.add(entry), once)]);
    const entries = await handled.until(2);
    expect(entries.map(({ id, deliveryCount }) => [id, deliveryCount])).to.have.deep.members([
      ['1-1', 1],
      ['1-2', 1],
    ]);
    expect(await redis.client.exists(deadLetters)).to.equal(0);
  });

  it('goes on with its other streams while one holds something else', async () => {
    const deliveries = new Recorder<string>();
    const key = ['bad', 'orders'];
    await readAsAnother(redis.client, 1);
    await redis.client.set('bad', 'no stream');
    const handler = handlerOf(
      (entry) => {
        deliveries.add(`${entry.value('n')?.toString()} ${entry.deliveryCount}`);
        if (entry.deliveryCount === 1) throw new Error('not yet');
      },
      { key, claimIdleInMs: 300 },
    );
    await redis.startRuntime([handler]);
    // What another process left, and what failed here.
    expect(await deliveries.until(1)).to.deep.equal(['1 2']);
    await redis.client.xadd('orders', '*', 'n', '2');
    expect(await deliveries.until(3)).to.deep.equal(['1 2', '2 1', '2 2']);
  });

  it('says of its other streams what it holds while one holds something else', async () => {
    const gate = new Gate();
    const started = new Recorder<number>();
    const ended = new Recorder<number>();
    const key = ['orders', 'bad'];
    const handler = handlerOf(
      async (entry) => {
        started.add(entry.deliveryCount);
        await gate.opened;
        ended.add(entry.deliveryCount);
      },
      { key, claimIdleInMs: 1_000 },
    );
    await redis.startRuntime([handler]);
    await redis.startRuntime([handler]);
    await redis.client.xadd('bad', '*', 'a', '1');
    await redis.client.xadd('orders', '*', 'a', '1');
    await started.until(2);
    await redis.client.multi().del('bad').set('bad', 'no stream').exec();
    await whenRoundsTook(3_000);
    gate.open();
    await ended.until(2);
    await signalled(
      'settled',
      async () => (await pendingIds(redis.client)).length === 0,
      'the acknowledgement',
    );
    expect(started.items).to.deep.equal([1, 1]);
  });

  it('runs each alone from its second delivery on where no third is allowed', async () => {
    let running = 0;
    let most = 0;
    const handled = new Recorder<string>();
    await readAsAnother(redis.client, 4);
    const handler = handlerOf(
      async (entry) => {
        most = Math.max(most, ++running);
        for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
        running--;
        handled.add(entry.id);
      },
      { claimIdleInMs: 300, maxDeliveryCount: 2 },
    );
    await redis.startRuntime([handler]);
    expect(await handled.until(4)).to.deep.equal(['1-1', '1-2', '1-3', '1-4']);
    expect(most).to.equal(1);
  });

  it('finds an entry whose delivery was lost with the connection, and does not count that', async () => {
    const handled = new Recorder<StreamEntry>();
    const once = { maxDeliveryCount: 1 };
    await redis.startRuntime([handlerOf((entry) => handled.add(entry), once)]);
    await redis.client.xadd('orders', '1-1', 'makes', 'the consumer known');
    await handled.until(1);
    const [consumer = ''] = await consumers(redis.client);
    await signalled(
      'settled',
      async () => (await pendingIds(redis.client)).length === 0,
      'the acknowledgement',
    );
    // As when the reply was on its way while the connection broke: pending for this consumer, and unknown to it.
    const lose = redis.client.multi().xadd('orders', '1-2', 'a', '1');
    await lose.xreadgroup('GROUP', group, consumer, 'COUNT', 1, 'STREAMS', 'orders', '>').exec();
    expect(await pendingIds(redis.client)).to.deep.equal(['1-2']);
    await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    const [, entry] = await handled.until(2);
    expect(entry).to.include({ id: '1-2', deliveryCount: 1 });
  });
});

function handlerOf(
  handle: (entry: StreamEntry, context: InvocationContext) => unknown,
  options: object = {},
) {
  class Handler {
    @RedisStreamTrigger({ connection: redisName, key: 'orders', ...options })
    async onEntry(entry: StreamEntry, context: InvocationContext): Promise<void> {
      await handle(entry, context);
    }
  }
  return Handler;
}

/** Adds entries, and reads them as a process that is never heard of again. */
async function readAsAnother(client: Redis, count: number): Promise<void> {
  await client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
  for (let number = 1; number <= count; number++) await client.xadd('orders', `1-${number}`, 'n', number);
  await client.xreadgroup('GROUP', group, 'another', 'COUNT', count, 'STREAMS', 'orders', '>');
}

/** Adds an entry, and reads it as that process in the same moment. */
async function leaveAsAnother(client: Redis, id: string): Promise<void> {
  const leave = client.multi().xadd('orders', id, 'a', '1');
  await leave.xreadgroup('GROUP', group, 'another', 'COUNT', 1, 'STREAMS', 'orders', '>').exec();
}

/** Makes an entry of that process look as if it had been delivered so often. */
async function claimAsAnother(client: Redis, id: string, deliveryCount: number): Promise<void> {
  await client.xclaim('orders', group, 'another', 0, id, 'RETRYCOUNT', deliveryCount, 'JUSTID');
}

async function pendingIds(client: Redis): Promise<string[]> {
  const lines = (await client.xpending('orders', group, '-', '+', 100)) as [string][];
  return lines.map(([id]) => id);
}

async function consumers(client: Redis): Promise<string[]> {
  const all = (await client.xinfo('CONSUMERS', 'orders', group)) as string[][];
  return all.map((consumer) => String(consumer[consumer.indexOf('name') + 1]));
}
