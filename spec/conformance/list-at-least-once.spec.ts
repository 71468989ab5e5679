import { expect } from 'chai';
import { countProcessing } from '../../lib/list/at-least-once/count-processing.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import type { ListElement } from '../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Gate } from '../support/gate.js';
import {
  backFields,
  consumersOf,
  countDeaths,
  deathsOf,
  handlerOf,
  held,
  heldCount,
  heldIds,
  popAsAnother,
  takeBack,
} from '../support/lists-at-least-once.js';
import { ManualClock } from '../support/manual-clock.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { senderOf } from '../support/sender-of.js';
import { serverVersion } from '../support/server-version.js';
import { signalled, whenRoundsTook } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const deadLetters = '{orders}:dead-letter:Handler.onElement';
const textOf = ({ body }: ListElement): string => body.toString();

describeOnRedis('A list at least once', (redis) => {
  it('keeps an element in Redis until its handler has succeeded', async () => {
    const started = new Recorder<string>();
    const gate = new AbortController();
    const opened = new Promise((resolve) => gate.signal.addEventListener('abort', resolve));
    const handler = handlerOf(async (element) => {
      started.add(textOf(element));
      await opened;
    });
    await redis.startRuntime([handler]);
    await redis.client.rpush('orders', 'one');
    await started.until(1);
    expect(await redis.client.llen('orders')).to.equal(0);
    expect(await heldCount(redis.client)).to.equal(1);
    gate.abort();
    await signalled('settled', async () => (await heldCount(redis.client)) === 0, 'the acknowledgement');
  });

  it('handles every element once, bytes and empty texts too, from either end', async () => {
    for (const listPopFromBeginning of [true, false]) {
      const handled = new Recorder<string>();
      const handler = handlerOf((element) => handled.add(element.body.toString('latin1')), {
        listPopFromBeginning,
        concurrency: 1,
      });
      await redis.client.rpush('orders', 'a', '', Buffer.from([0, 255]), 'b');
      const runtime = await redis.startRuntime([handler]);
      await handled.until(4);
      await signalled('settled', async () => (await heldCount(redis.client)) === 0, 'the acknowledgements');
      const pushed = ['a', '', '\0ÿ', 'b'];
      expect(handled.items).to.deep.equal(listPopFromBeginning ? pushed : pushed.reverse());
      await runtime.stop();
    }
  });

  it('handles an element when it comes, not when the interval ends', async function () {
    // Redis 6.0 cannot wait without taking.
    if ((await serverVersion(redis.client)) < 6.2) this.skip();
    const handled = new Recorder<string>();
    await redis.startRuntime([
      handlerOf((element) => handled.add(textOf(element)), { pollingIntervalInMs: 60_000 }),
    ]);
    for (const text of ['first', 'second', 'third']) {
      await redis.client.rpush('orders', text);
      await handled.untilTrue((items) => items.includes(text), text);
    }
  });

  it('looks at each interval where it may not block, and at several lists', async () => {
    const handled = new Recorder<string>();
    const options = { key: 'orders others', pollingIntervalInMs: 20 };
    const handle = ({ key, body }: ListElement): void => handled.add(`${key} ${String(body)}`);
    await redis.startRuntime([handlerOf(handle, options)]);
    await redis.startRuntime([handlerOf(handle, { ...options, key: 'third', blocking: false })]);
    await redis.client.rpush('others', 'one');
    await redis.client.rpush('orders', 'two');
    await redis.client.rpush('third', 'three');
    expect((await handled.until(3)).sort()).to.deep.equal(['orders two', 'others one', 'third three']);
  });

  it('hands over batches', async () => {
    const batches = new Recorder<string[]>();
    class Batches {
      @RedisListTrigger({
        connection: redisName,
        key: 'orders',
        delivery: 'atLeastOnce',
        batch: true,
        count: 3,
      })
      onElements(messages: RedisMessageModel[]): void {
        batches.add(messages.map(({ message }) => message));
      }
    }
    await redis.client.rpush('orders', '1', '2', '3', '4');
    await redis.startRuntime([Batches]);
    expect(await batches.until(2)).to.deep.equal([['1', '2', '3'], ['4']]);
  });

  it('puts an element that failed for good into the dead letters, and keeps it no longer', async () => {
    const handler = handlerOf(() => {
      throw new TypeError('never');
    });
    await redis.startRuntime([handler]);
    await redis.client.rpush('orders', 'bad');
    const [, fields] = await signalled(
      'deadLettered',
      async () => (await redis.client.xrange(deadLetters, '-', '+'))[0],
    );
    expect(fields.join(' ')).to.include('reason handler-failed errorName TypeError').and.include('body bad');
    expect(await heldCount(redis.client)).to.equal(0);
    expect(await redis.client.llen('orders')).to.equal(0);
  });

  it('takes back what a process held that is gone, in order and to its place', async () => {
    for (const [end, listPopFromBeginning] of [
      ['left', true],
      ['right', false],
    ] as const) {
      const handled = new Recorder<ListElement>();
      const pushed = ['1', '2', '3', '4'];
      await redis.client.rpush('orders', ...(listPopFromBeginning ? pushed : [...pushed].reverse()));
      await popAsAnother(redis.client, 3, { end });
      expect(await redis.client.llen('orders')).to.equal(1);
      const options = { claimIdleInMs: 300, concurrency: 1, listPopFromBeginning, prefetch: 0, count: 1 };
      const runtime = await redis.startRuntime([handlerOf((element) => handled.add(element), options)]);
      await handled.until(4);
      const counts = new Map(handled.items.map((element) => [textOf(element), element.deliveryCount]));
      expect(Object.fromEntries(counts)).to.deep.equal({ 1: 2, 2: 2, 3: 2, 4: 1 });
      await signalled('settled', async () => (await heldCount(redis.client)) === 0, 'the acknowledgements');
      expect(await backFields(redis.client)).to.deep.equal([]);
      await runtime.stop();
    }
  });

  it('stops at once while its list is something else', async () => {
    const runtime = await redis.startRuntime([handlerOf(() => undefined)]);
    await redis.client.set('orders', 'no list');
    const begunAt = performance.now();
    await runtime.stop();
    expect(performance.now() - begunAt).to.be.below(15_000);
  });

  it('reports nothing at a start at which nothing is wrong', async () => {
    const runtime = await redis.startRuntime([handlerOf(() => undefined)]);
    expect(runtime.health().functions['Handler.onElement']).not.to.have.property('lastError');
  });

  it('takes back what a dead process held while another of its lists is something else', async () => {
    const handled = new Recorder<string>();
    await redis.client.rpush('orders', 'one');
    await popAsAnother(redis.client, 1);
    await redis.client.set('{bad}:held', 'no hash');
    const options = { key: ['bad', 'orders'], claimIdleInMs: 300, pollingIntervalInMs: 50 };
    await redis.startRuntime([handlerOf((element) => handled.add(textOf(element)), options)]);
    expect(await handled.until(1)).to.deep.equal(['one']);
  });

  it('leaves alone what a process holds that lives', async () => {
    const handled = new Recorder<string>();
    await redis.client.rpush('orders', 'its', 'ours');
    await popAsAnother(redis.client, 1, { leaseInMs: 60_000 });
    await redis.startRuntime([
      handlerOf((element) => handled.add(textOf(element)), { claimIdleInMs: 100, pollingIntervalInMs: 10 }),
    ]);
    await handled.until(1);
    // Several rounds of looking for the dead.
    for (let rounds = 0; rounds < 5; rounds++) {
      await redis.client.rpush('orders', `round ${rounds}`);
      await handled.until(2 + rounds);
    }
    expect(handled.items).not.to.include('its');
    expect(await heldIds(redis.client)).to.include('another.1.0');
  });

  it('runs a handler once that takes three times claimIdleInMs, whoever else is there', async () => {
    const gate = new Gate();
    const started = new Recorder<number>();
    const ended = new Recorder<number>();
    const handler = handlerOf(
      async ({ deliveryCount }) => {
        started.add(deliveryCount);
        await gate.opened;
        ended.add(deliveryCount);
      },
      { claimIdleInMs: 1_000 },
    );
    await redis.startRuntime([handler]);
    await redis.startRuntime([handler]);
    await redis.client.rpush('orders', 'slow');
    await started.until(1);
    await whenRoundsTook(3_000);
    gate.open();
    await ended.until(1);
    await signalled('settled', async () => (await heldCount(redis.client)) === 0, 'the acknowledgement');
    expect(started.items).to.deep.equal([1]);
  });

  it('shares a list among runtimes, each element to one of them', async () => {
    const handled = new Recorder<string>();
    const handler = handlerOf((element) => handled.add(textOf(element)));
    await Promise.all([redis.startRuntime([handler]), redis.startRuntime([handler])]);
    const texts = Array.from({ length: 2_000 }, (_, index) => `${index}`);
    await redis.client.rpush('orders', ...texts);
    await handled.until(2_000);
    await signalled('settled', async () => (await heldCount(redis.client)) === 0, 'the acknowledgements');
    expect([...handled.items].sort()).to.deep.equal(texts.sort());
  });

  it('gives up what was delivered too often before a handler sees it, and not its neighbours', async () => {
    const handled = new Recorder<string>();
    await redis.client.rpush('orders', 'innocent', 'poison', 'another');
    await countDeaths(redis.client, { poison: 5 });
    await redis.startRuntime([handlerOf((element) => handled.add(textOf(element)))]);
    const [, fields] = await signalled(
      'deadLettered',
      async () => (await redis.client.xrange(deadLetters, '-', '+'))[0],
    );
    expect(fields.join(' ')).to.include('reason too-many-deliveries').and.include('body poison');
    await signalled('settled', async () => (await heldCount(redis.client)) === 0, 'the acknowledgements');
    expect(handled.items).to.deep.equal(['innocent', 'another']);
    expect(await backFields(redis.client)).to.deep.equal([]);
  });

  it('tells of what it gives up so: counted, logged, and by an event', async () => {
    const logger = new RecordingLogger();
    await redis.client.rpush('orders', 'poison');
    await countDeaths(redis.client, { poison: 5 });
    const runtime = await redis.createRuntime([handlerOf(() => undefined)], { logger });
    const failures = new Recorder<string>();
    runtime.on('invocationFailed', ({ reason }) => failures.add(reason));
    await runtime.start();
    expect(await failures.until(1)).to.deep.equal(['too-many-deliveries']);
    expect(runtime.health().functions['Handler.onElement']).to.include({ failed: 1, succeeded: 0 });
    const errors = logger.lines.filter(({ level }) => level === 'error').map(({ text }) => text);
    expect(errors).to.include('a message failed before it could be run');
    await signalled(
      'deadLettered',
      async () => (await redis.client.xlen(deadLetters)) === 1,
      'the dead letter',
    );
  });

  it('records nothing of an element that others have got while it could not be recorded', async () => {
    const failed = new Recorder<string>();
    const handler = handlerOf(
      (element) => {
        failed.add(textOf(element));
        throw new Error('never');
      },
      { claimIdleInMs: 300 },
    );
    await redis.client.set(deadLetters, 'no stream');
    const runtime = await redis.startRuntime([handler]);
    const health = () => runtime.health().functions['Handler.onElement'];
    await redis.client.rpush('orders', 'one');
    await signalled(
      'healthChanged',
      () => health()?.lastError?.message.startsWith('WRONGTYPE'),
      'the refusal',
    );
    await redis.client.hdel(held, ...(await heldIds(redis.client)));
    await redis.client.del(deadLetters);
    await signalled('healthChanged', () => health()?.inFlight === 0, 'the end of it');
    expect(await redis.client.exists(deadLetters)).to.equal(0);
    expect(failed.items).to.deep.equal(['one']);
  });

  it('runs suspects alone, which were with two processes that died', async () => {
    let running = 0;
    const together = new Recorder<number>();
    const texts = ['1', '2', '3', '4', '5', '6'];
    await redis.client.rpush('orders', ...texts);
    await countDeaths(redis.client, { 2: 2, 3: 2, 5: 2 });
    const handler = handlerOf(
      async (element) => {
        running++;
        for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
        if (element.deliveryCount > 1) together.add(running);
        else if (textOf(element) === '6') together.add(0);
        running--;
      },
      { concurrency: 4, prefetch: 4 },
    );
    await redis.startRuntime([handler]);
    expect(await together.until(4)).to.deep.equal([1, 1, 1, 0]);
    await signalled('settled', async () => (await heldCount(redis.client)) === 0, 'the acknowledgements');
    expect(await backFields(redis.client)).to.deep.equal([]);
  });

  it('goes on while a suspect waits for its retry, and runs it alone again', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    let running = 0;
    const started = new Recorder<string>();
    const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1 } as const;
    await redis.client.rpush('orders', 'suspect', '1', '2', '3');
    await countDeaths(redis.client, { suspect: 2 });
    const handler = handlerOf(
      async (element) => {
        running++;
        started.add(`${textOf(element)} of ${running}`);
        const isFirst = started.items.length === 1;
        if (!isFirst) await gate.opened;
        running--;
        if (isFirst) throw new Error('not yet');
      },
      { retry, concurrency: 3 },
    );
    await redis.startRuntime([handler], { clock });
    await started.until(4);
    // The retry is due before the others end.
    await clock.advance(1);
    gate.open();
    const [first, ...others] = await started.until(5);
    expect(first).to.equal('suspect of 1');
    expect(others).to.include('suspect of 1').and.to.include('1 of 1');
    await signalled('settled', async () => (await heldCount(redis.client)) === 0, 'the acknowledgements');
    expect(await backFields(redis.client)).to.deep.equal([]);
  });

  it('goes on while a suspect waits for a retry that is far away, or was postponed', async () => {
    const handled = new Recorder<string>();
    const retry = { strategy: 'fixedDelay', maxRetryCount: -1, delayIntervalInMs: 60_000 } as const;
    await redis.client.rpush('orders', 'fails', 'later', 'a', 'b', 'c');
    await countDeaths(redis.client, { fails: 2, later: 2 });
    const handler = handlerOf(
      (element) => {
        if (textOf(element) === 'fails') throw new Error('not yet');
        if (textOf(element) === 'later') throw new RetryLater({ delayInMs: 60_000 });
        handled.add(textOf(element));
      },
      { retry },
    );
    const runtime = await redis.startRuntime([handler]);
    expect(await handled.until(3)).to.deep.equal(['a', 'b', 'c']);
    await signalled('settled', async () => (await heldCount(redis.client)) === 2, 'the acknowledgements');
    await runtime.stop();
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['fails', 'later']);
    expect((await redis.client.keys('*')).sort()).to.deep.equal(['orders', held].sort());
  });

  it('starts nothing at a stop that waits for a suspect, and gives it back in order', async () => {
    const started = new Recorder<string>();
    const gate = new AbortController();
    const opened = new Promise((resolve) => gate.signal.addEventListener('abort', resolve));
    await redis.client.rpush('orders', '1', 'suspect', '2');
    await countDeaths(redis.client, { suspect: 2 });
    const handler = handlerOf(async (element) => {
      started.add(textOf(element));
      await opened;
    });
    const runtime = await redis.startRuntime([handler]);
    await signalled(
      'readAnswered',
      async () => (await heldCount(redis.client)) >= 2,
      'the suspect to be popped',
    );
    const stopped = runtime.stop();
    gate.abort();
    await stopped;
    expect(started.items).to.deep.equal(['1']);
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['suspect', '2']);
  });

  it('blames a death on the suspect that runs alone, and on nothing that waits meanwhile', async () => {
    const started = new Recorder<string>();
    await redis.client.rpush('orders', 'innocent', 'suspected', 'poison', 'behind');
    await countDeaths(redis.client, { suspected: 2, poison: 2 });
    const handler = handlerOf((element) => {
      started.add(textOf(element));
      if (textOf(element) === 'poison') return new Promise(() => undefined);
      throw new RetryLater({ delayInMs: 60_000 });
    });
    await redis.startRuntime([handler], { shutdownTimeoutInMs: 100 });
    expect(await started.until(3)).to.deep.equal(['innocent', 'suspected', 'poison']);
    await takeBack(redis.client);
    const deaths = await deathsOf(redis.client, 'innocent', 'suspected', 'poison');
    expect(deaths).to.deep.equal({ innocent: 0, suspected: 2, poison: 3 });
    expect(await redis.client.lrange('orders', 0, 2)).to.deep.equal(['innocent', 'suspected', 'poison']);
  });

  it('blames a death on no suspect that only waits, but on what ran or waited beside it', async () => {
    const started = new Recorder<string>();
    await redis.client.rpush('orders', 'suspected', 'poison');
    await countDeaths(redis.client, { suspected: 2 });
    const handler = handlerOf((element) => {
      started.add(textOf(element));
      if (textOf(element) === 'poison') return new Promise(() => undefined);
      throw new RetryLater({ delayInMs: 60_000 });
    });
    await redis.startRuntime([handler], { shutdownTimeoutInMs: 100 });
    await started.until(2);
    await takeBack(redis.client);
    const deaths = await deathsOf(redis.client, 'suspected', 'poison');
    expect(deaths).to.deep.equal({ suspected: 2, poison: 1 });
  });

  it('tells a handler how often an element was delivered', async () => {
    const counts = new Recorder<number>();
    class Handler {
      @RedisListTrigger({ connection: redisName, key: 'orders', delivery: 'atLeastOnce' })
      onElement(_: RedisMessageModel, context: InvocationContext): void {
        counts.add(context.deliveryCount);
      }
    }
    await redis.client.rpush('orders', 'twice');
    await countDeaths(redis.client, { twice: 1 });
    await redis.startRuntime([Handler]);
    expect(await counts.until(1)).to.deep.equal([2]);
  });

  it('does not run what waits here once others have it', async () => {
    const started = new Recorder<string>();
    const gate = new AbortController();
    const opened = new Promise((resolve) => gate.signal.addEventListener('abort', resolve));
    const handler = handlerOf(
      async (element) => {
        started.add(textOf(element));
        await opened;
      },
      { concurrency: 1, prefetch: 2, claimIdleInMs: 400 },
    );
    await redis.client.rpush('orders', 'runs', 'waits', 'waits too');
    const runtime = await redis.startRuntime([handler]);
    await started.until(1);
    await signalled('readAnswered', async () => (await heldCount(redis.client)) === 3, 'all three');
    // As when this process was frozen for so long that another took everything back, and handled it.
    const [consumer = ''] = await consumersOf(redis.client);
    const gone = ['consumers', `lease:${consumer}`, `last:${consumer}`, ...(await heldIds(redis.client))];
    await redis.client.hdel(held, ...gone);
    const lastError = () => runtime.health().functions['Handler.onElement']?.lastError;
    await signalled('healthChanged', () => lastError()?.code === 'LEASE_LOST', 'the loss to be noticed');
    gate.abort();
    await redis.client.rpush('orders', 'comes later');
    await started.untilTrue((all) => all.includes('comes later'), 'the next element');
    expect(started.items).to.deep.equal(['runs', 'comes later']);
  });

  it('gives back at a stop what was not started, in order, and forgets the consumer', async () => {
    const gate = new Gate();
    const started = new Recorder<string>();
    const handler = handlerOf(
      async (element) => {
        started.add(textOf(element));
        await gate.opened;
      },
      { concurrency: 1, prefetch: 3 },
    );
    await redis.client.rpush('orders', '1', '2', '3', '4', '5', '6');
    const runtime = await redis.startRuntime([handler]);
    await started.until(1);
    const stopped = runtime.stop();
    gate.open();
    await stopped;
    expect(started.items).to.deep.equal(['1']);
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['2', '3', '4', '5', '6']);
    expect(await redis.client.keys('*')).to.deep.equal(['orders']);
  });

  it('leaves at a stop an element whose handler never ends, and others take it when the lease is over', async () => {
    const started = new Recorder<string>();
    const handled = new Recorder<string>();
    const options = { claimIdleInMs: 500 };
    const endless = handlerOf((element) => {
      started.add(textOf(element));
      return new Promise(() => undefined);
    }, options);
    const runtime = await redis.startRuntime([endless], { shutdownTimeoutInMs: 200 });
    await redis.client.rpush('orders', 'endless');
    await started.until(1);
    await runtime.stop();
    expect(await redis.client.exists(deadLetters)).to.equal(0);
    await redis.startRuntime([handlerOf((element) => handled.add(textOf(element)), options)]);
    expect(await handled.until(1)).to.deep.equal(['endless']);
  });

  it('puts thousands back at once', async () => {
    const texts = Array.from({ length: 2_500 }, (_, index) => `${index}`);
    await redis.client.rpush('orders', ...texts);
    await popAsAnother(redis.client, 2_500);
    const handled = new Recorder<string>();
    await redis.startRuntime([
      handlerOf((element) => handled.add(textOf(element)), {
        claimIdleInMs: 300,
        count: 2_500,
        concurrency: 1,
      }),
    ]);
    expect(await handled.until(2_500)).to.deep.equal(texts);
  });

  it('keeps an element whose handler wants it later, and gives it back at a stop', async () => {
    const attempts = new Recorder<string>();
    const handler = handlerOf((element) => {
      attempts.add(textOf(element));
      const delayInMs = attempts.items.length === 1 ? 20 : 60_000;
      if (textOf(element) === 'later') throw new RetryLater({ delayInMs });
    });
    const runtime = await redis.startRuntime([handler]);
    await redis.client.rpush('orders', 'later');
    await attempts.until(2);
    expect(await heldCount(redis.client)).to.equal(1);
    await redis.client.rpush('orders', 'at once');
    await attempts.until(3);
    await runtime.stop();
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['later']);
    expect(await redis.client.keys('*')).to.deep.equal(['orders']);
  });

  it('starts without a warning', async () => {
    const logger = new RecordingLogger();
    await redis.startRuntime([handlerOf(() => undefined)], { logger });
    const levels = logger.lines.map(({ level, text }) => `${level}: ${text}`);
    expect(levels).to.deep.equal(['info: the function listens']);
  });

  it('counts what is in processing, whoever has it', async () => {
    const sender = senderOf(redis.client);
    expect(await countProcessing(sender, 'orders')).to.equal(0);
    await redis.client.rpush('orders', '1', '2', '3');
    await popAsAnother(redis.client, 2, { leaseInMs: 60_000 });
    await redis.startRuntime([handlerOf(() => new Promise(() => undefined))], { shutdownTimeoutInMs: 100 });
    await signalled('readAnswered', async () => (await redis.client.llen('orders')) === 0, 'the third');
    expect(await countProcessing(sender, 'orders')).to.equal(3);
  });

  it('keeps apart two lists that share a hash tag', async () => {
    const handled = new Recorder<string>();
    await redis.client.rpush('{t}:a', 'of a');
    await redis.client.rpush('{t}:b', 'of b');
    const options = { key: '{t}:a {t}:b', pollingIntervalInMs: 20 };
    await redis.startRuntime([handlerOf(({ key, body }) => handled.add(`${key} ${String(body)}`), options)]);
    expect((await handled.until(2)).sort()).to.deep.equal(['{t}:a of a', '{t}:b of b']);
    expect(await redis.client.exists('{t}:a:held')).to.equal(1);
    expect(await redis.client.exists('{t}:b:held')).to.equal(1);
  });
});
