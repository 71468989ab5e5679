import { expect } from 'chai';
import type { ListElement } from '../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Reject } from '../../lib/messages/reject.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import {
  backFields,
  consumersOf,
  countDeaths,
  handlerOf,
  held,
  heldCount,
  heldIds,
  popAsAnother,
  takeBack,
} from '../support/lists-at-least-once.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const textOf = ({ body }: ListElement): string => body.toString();
const letters = '{orders}:dead-letter:Handler.onElement';

/** What handlers wait for, each for itself, in the order in which they began. */
class Gates {
  readonly began = new Recorder<string>();
  private readonly opens: (() => void)[] = [];

  enter(text: string): Promise<void> {
    const opened = new Promise<void>((resolve) => this.opens.push(resolve));
    this.began.add(text);
    return opened;
  }

  open(index: number): void {
    this.opens[index]?.();
  }
}

describeOnRedis('What is held of a list', (redis) => {
  const healthOf = (runtime: Runtime) => runtime.health().functions['Handler.onElement'];
  const nothingIsHeld = async (): Promise<boolean> => (await heldCount(redis.client)) === 0;

  const modes = {
    'another name': {},
    'delivery at most once': { delivery: 'atMostOnce' },
    'several lists': { key: 'others orders', pollingIntervalInMs: 20 },
  } as const;
  for (const [mode, options] of Object.entries(modes)) {
    it(`goes back to the list when its process is dead, also with ${mode}`, async () => {
      const handled = new Recorder<string>();
      await redis.client.rpush('orders', '1', '2', '3');
      await popAsAnother(redis.client, 2);
      await redis.startRuntime([handlerOf((element) => handled.add(textOf(element)), options)]);
      expect((await handled.until(3)).sort()).to.deep.equal(['1', '2', '3']);
      await signalled('settled', nothingIsHeld, 'the acknowledgements');
    });
  }

  it('goes back to the list when its process is dead, also with batches', async () => {
    const handled = new Recorder<string[]>();
    class Batches {
      @RedisListTrigger({ connection: redisName, key: 'orders', batch: true, delivery: 'atLeastOnce' })
      onElements(messages: RedisMessageModel[]): void {
        handled.add(messages.map(({ message }) => message));
      }
    }
    await redis.client.rpush('orders', '1', '2');
    await popAsAnother(redis.client, 2);
    await redis.startRuntime([Batches]);
    expect((await handled.until(1)).flat()).to.deep.equal(['1', '2']);
  });

  it('goes back to the end that its taker popped from', async () => {
    const handled = new Recorder<string>();
    await redis.client.rpush('orders', '1', '2', '3', '4');
    await popAsAnother(redis.client, 2, { end: 'right' });
    const options = { concurrency: 1, prefetch: 0, count: 1 };
    await redis.startRuntime([handlerOf((element) => handled.add(textOf(element)), options)]);
    expect(await handled.until(4)).to.deep.equal(['1', '2', '3', '4']);
  });

  it('goes back at once from however many processes, whatever count and claimIdleInMs say', async () => {
    const handled = new Recorder<string>();
    const texts = Array.from({ length: 250 }, (_, index) => `${index}`);
    await redis.client.rpush('orders', ...texts);
    await Promise.all(texts.map((text) => popAsAnother(redis.client, 1, { name: `dead${text}` })));
    await redis.startRuntime([handlerOf((element) => handled.add(textOf(element)), { count: 10 })]);
    expect((await handled.until(250)).sort()).to.deep.equal(texts.sort());
  });

  it('goes back at a start where nothing says whose it is', async () => {
    const handled = new Recorder<string>();
    await redis.client.hset(held, 'nobody.1.0', 'first', 'nobody.1.1', 'second', 'born', 'once');
    const options = { concurrency: 1, prefetch: 0, count: 1 };
    await redis.startRuntime([handlerOf((element) => handled.add(textOf(element)), options)]);
    expect(await handled.until(2)).to.deep.equal(['first', 'second']);
  });

  it('goes back with one line in the log, which says how much of whom', async () => {
    const handled = new Recorder<string>();
    const logger = new RecordingLogger();
    await redis.client.rpush('orders', '1', '2', '3', '4');
    await popAsAnother(redis.client, 1, { name: 'first' });
    await popAsAnother(redis.client, 2, { name: 'second', functionId: 'Handler.onElement' });
    await redis.startRuntime([handlerOf((element) => handled.add(textOf(element)))], { logger });
    await handled.until(4);
    const lines = logger.lines.filter(({ text }) => text.includes('went back to the list'));
    expect(lines).to.have.length(1);
    const heldBy = [
      { consumer: 'second', functionId: 'Handler.onElement', count: 2, isOfThisProgram: true },
      { consumer: 'first', functionId: 'Gone.onElement', count: 1, isOfThisProgram: false },
    ];
    expect(lines[0]?.fields).to.deep.include({ source: 'orders', count: 3, heldBy });
  });

  it('is gone with its key: that is said, what waited is counted, and the next elements are handled', async () => {
    const gates = new Gates();
    const logger = new RecordingLogger();
    const options = { concurrency: 1, prefetch: 2, claimIdleInMs: 400 };
    const handler = handlerOf((element) => gates.enter(textOf(element)), options);
    await redis.client.rpush('orders', 'runs', 'waits', 'waits too');
    const runtime = await redis.startRuntime([handler], { logger });
    await gates.began.until(1);
    await signalled('readAnswered', async () => (await heldCount(redis.client)) === 3, 'all three');
    await redis.client.del(held);
    await signalled(
      'healthChanged',
      () => healthOf(runtime)?.lastError?.code === 'HELD_KEY_GONE',
      'the loss to be noticed',
    );
    expect(healthOf(runtime)).to.include({ lost: 2 });
    expect(logger.lines.map(({ text }) => text).join()).not.to.include('went back to the list');
    gates.open(0);
    await redis.client.rpush('orders', 'comes later');
    await gates.began.untilTrue((all) => all.includes('comes later'), 'the next element');
    gates.open(1);
    await signalled('healthChanged', () => healthOf(runtime)?.succeeded === 2, 'both successes');
    expect(gates.began.items).to.deep.equal(['runs', 'comes later']);
    expect(healthOf(runtime)).to.include({ lost: 2 });
  });

  it('is gone with its key, and that is said and counted when a stop has begun', async () => {
    const gates = new Gates();
    const handler = handlerOf((element) => gates.enter(textOf(element)), { concurrency: 1, prefetch: 2 });
    await redis.client.rpush('orders', 'runs', 'waits', 'waits too');
    const runtime = await redis.startRuntime([handler]);
    await gates.began.until(1);
    await signalled('readAnswered', async () => (await heldCount(redis.client)) === 3, 'all three');
    await redis.client.del(held);
    const stopped = runtime.stop();
    await signalled(
      'healthChanged',
      () => healthOf(runtime)?.lastError?.code === 'HELD_KEY_GONE',
      'the loss to be noticed',
    );
    gates.open(0);
    await stopped;
    expect(healthOf(runtime)).to.include({ lost: 2, succeeded: 1 });
    expect(await redis.client.exists('orders', held)).to.equal(0);
  });

  it('is gone with its key, but for the dead letter of what fails then', async () => {
    const gates = new Gates();
    const handler = handlerOf(async (element) => {
      await gates.enter(textOf(element));
      throw new Reject('never');
    });
    await redis.client.rpush('orders', 'fails');
    await redis.startRuntime([handler]);
    await gates.began.until(1);
    await redis.client.del(held);
    gates.open(0);
    await signalled('deadLettered', async () => (await redis.client.xlen(letters)) === 1, 'the dead letter');
  });

  it('is handled or counted as lost when its key is deleted under two that live', async () => {
    const gates = new Gates();
    const options = { concurrency: 1, prefetch: 4, count: 5, claimIdleInMs: 400 };
    const handler = handlerOf((element) => gates.enter(textOf(element)), options);
    const runtimes = await Promise.all([redis.startRuntime([handler]), redis.startRuntime([handler])]);
    await redis.client.rpush('orders', ...'0 1 2 3 4 5 6 7 8 9'.split(' '));
    await signalled('readAnswered', async () => (await heldCount(redis.client)) === 10, 'all to be popped');
    await redis.client.del(held);
    const lost = (): number => runtimes.reduce((sum, each) => sum + (healthOf(each)?.lost ?? 0), 0);
    await signalled(
      'healthChanged',
      () => lost() > 0 && lost() + gates.began.items.length === 10,
      'all accounted for',
    );
    gates.open(0);
    gates.open(1);
    const succeeded = (): number => runtimes.reduce((sum, each) => sum + (healthOf(each)?.succeeded ?? 0), 0);
    await signalled('healthChanged', () => succeeded() === gates.began.items.length, 'the successes');
    expect(await redis.client.llen('orders')).to.equal(0);
  });

  it('is settled by a success that comes late, while it waits in the list', async () => {
    const gates = new Gates();
    const options = { concurrency: 1, prefetch: 0 };
    await redis.client.rpush('orders', 'late', 'late', 'another');
    await redis.startRuntime([handlerOf((element) => gates.enter(textOf(element)), options)]);
    await gates.began.until(1);
    await takeBack(redis.client);
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['late', 'late', 'another']);
    gates.open(0);
    const left = async (): Promise<number> =>
      (await redis.client.llen('orders')) + (await heldCount(redis.client));
    await signalled('settled', async () => (await left()) === 2, 'the success to count');
    await signalled(
      'settled',
      async () => (await backFields(redis.client)).length === 0,
      'nothing to be remembered',
    );
  });

  it('is settled by a success that comes late, while another has it, whose failure changes nothing', async () => {
    const gates = new Gates();
    const options = { concurrency: 1, prefetch: 0 };
    let isFirst = true;
    const handler = handlerOf(async (element) => {
      const fails = !isFirst;
      isFirst = false;
      await gates.enter(`${textOf(element)} ${element.deliveryCount}`);
      if (fails) throw new Reject('changes nothing');
    }, options);
    await redis.client.rpush('orders', 'late');
    const first = await redis.startRuntime([handler]);
    await gates.began.until(1);
    const second = await redis.startRuntime([handler]);
    await takeBack(redis.client);
    expect(await gates.began.until(2)).to.deep.equal(['late 1', 'late 2']);
    gates.open(0);
    await signalled('settled', nothingIsHeld, 'the success to count');
    gates.open(1);
    await signalled('healthChanged', () => healthOf(second)?.failed === 1, 'the failure');
    await signalled('healthChanged', () => healthOf(second)?.inFlight === 0, 'the end of it');
    expect(healthOf(first)).to.include({ succeeded: 1 });
    expect(await redis.client.exists(letters)).to.equal(0);
    expect(await redis.client.llen('orders')).to.equal(0);
  });

  it('has one dead letter where its failure comes late, while it waits in the list', async () => {
    const gates = new Gates();
    const options = { concurrency: 1, prefetch: 0, maxDeliveryCount: 9 };
    const handler = handlerOf(async (element) => {
      if (gates.began.items.length === 0) await gates.enter(textOf(element));
      throw new Reject('late');
    }, options);
    await redis.client.rpush('orders', 'late');
    await redis.startRuntime([handler]);
    await gates.began.until(1);
    await takeBack(redis.client);
    gates.open(0);
    await signalled('deadLettered', async () => (await redis.client.xlen(letters)) === 1, 'the dead letter');
    await signalled('settled', nothingIsHeld, 'the settlement');
    expect(await redis.client.llen('orders')).to.equal(0);
    await signalled(
      'settled',
      async () => (await backFields(redis.client)).length === 0,
      'nothing to be remembered',
    );
    expect(await redis.client.xlen(letters)).to.equal(1);
  });

  it('counts each delivery on, however often it goes back, until it is given up', async () => {
    const counts = new Recorder<number>();
    const options = { maxDeliveryCount: 4, concurrency: 1, prefetch: 0 };
    const handler = handlerOf(({ deliveryCount }) => {
      counts.add(deliveryCount);
      return new Promise(() => undefined);
    }, options);
    await redis.client.rpush('orders', 'blocks');
    for (let delivery = 1; delivery <= 4; delivery++) {
      await redis.startRuntime([handler], { shutdownTimeoutInMs: 100 });
      await counts.until(delivery);
      await takeBack(redis.client);
    }
    await redis.startRuntime([handler], { shutdownTimeoutInMs: 100 });
    const [, fields] = await signalled(
      'deadLettered',
      async () => (await redis.client.xrange(letters, '-', '+'))[0],
    );
    expect(fields.join(' ')).to.include('reason too-many-deliveries');
    expect(counts.items).to.deep.equal([1, 2, 3, 4]);
  });

  it('listens again after its lease was lost while a suspect waited to run alone', async () => {
    const gates = new Gates();
    await redis.client.rpush('orders', 'runs', 'suspect');
    await countDeaths(redis.client, { suspect: 2 });
    const handler = handlerOf((element) => gates.enter(textOf(element)), { claimIdleInMs: 300_000 });
    const runtime = await redis.startRuntime([handler]);
    await gates.began.until(1);
    await signalled(
      'readAnswered',
      async () => (await heldCount(redis.client)) === 2,
      'the suspect to be popped',
    );
    const [consumer = ''] = await consumersOf(redis.client);
    const ids = await heldIds(redis.client);
    await redis.client.hdel(held, 'consumers', `lease:${consumer}`, `last:${consumer}`, ...ids);
    gates.open(0);
    await redis.client.rpush('orders', 'comes later');
    await gates.began.untilTrue((all) => all.includes('comes later'), 'the next element');
    gates.open(1);
    await signalled('healthChanged', () => healthOf(runtime)?.inFlight === 0, 'the end of it');
    expect(gates.began.items).to.deep.equal(['runs', 'comes later']);
  });
});
