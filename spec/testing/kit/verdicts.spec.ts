import { expect } from 'chai';
import { Drop } from '../../../lib/messages/drop.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { Reject } from '../../../lib/messages/reject.js';
import { RetryLater } from '../../../lib/messages/retry-later.js';
import { createTestRuntime } from '../../../lib/testing/kit/create-test-runtime.js';
import { invoke } from '../../../lib/testing/kit/invoke.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { signalled } from '../../support/signalled.js';

/** Postpones what it sees for the first time. */
class Orders {
  private static readonly seen = new Set<string>();

  static forget(): void {
    this.seen.clear();
  }

  @RedisListTrigger({ connection: 'redis', key: 'list', name: 'list' })
  @RedisStreamTrigger({ connection: 'redis', key: 'stream', name: 'stream', maxDeliveryCount: 1 })
  @RedisPubSubTrigger({ connection: 'redis', channel: 'pubsub', name: 'pubsub' })
  onOrder(message: RedisMessageModel): void {
    const name = `${message.trigger} ${message.message}`;
    if (Orders.seen.has(name)) return;
    Orders.seen.add(name);
    throw new RetryLater({ delayInMs: 3_600_000 });
  }
}

class Verdicts {
  @RedisListTrigger({ connection: 'redis', key: 'orders', timeLimitInMs: 20 })
  async onOrder(message: RedisMessageModel): Promise<string> {
    if (message.message === 'drop') throw new Drop('a test order');
    if (message.message === 'reject') throw new Reject('unknown customer');
    if (message.message === 'later') throw new RetryLater({ delayInMs: 10 });
    if (message.message === 'for ever') await new Promise(() => undefined);
    return 'done';
  }
}

describe('settled() and what was postponed', () => {
  beforeEach(() => Orders.forget());

  it('does not wait for it until the clock has come to it', async () => {
    await using test = await createTestRuntime({ handlers: [Orders], clock: 'virtual' });
    await test.push('list', 'a');
    await test.publish('pubsub', 'a');
    await test.add('stream', { a: '1' });
    await test.settled();
    expect(test.invocations()).to.have.length(3);
    await test.clock.advance(3_599_999);
    await test.settled();
    expect(test.invocations()).to.have.length(3);
    await test.clock.advance(1);
    for (const id of ['list', 'pubsub', 'stream']) {
      const [first, second] = await test.invoked(id, 2);
      expect(first?.error, id).to.be.instanceOf(RetryLater);
      expect(second, id).to.include({ attempt: 1, result: undefined }).and.not.to.have.property('error');
      expect(test.runtime.health().functions[id], id).to.include({ postponed: 1, succeeded: 1, failed: 0 });
    }
  });
});

describe('the records of a test runtime', () => {
  it('show a verdict as what was thrown, and say in a word what became of the message', async () => {
    await using test = await createTestRuntime({ handlers: [Verdicts] });
    await test.push('orders', 'drop');
    const [dropped] = await test.invoked('Verdicts.onOrder', 1);
    expect(dropped?.error).to.be.instanceOf(Drop);
    const failure = await thrownBy(test.invoked('Verdicts.onOrder', 2));
    expect(failure)
      .to.have.property('message')
      .which.includes('orders drop (attempt 1, dropped: a test order)');
  });

  it('show an attempt whose time was over, though its handler never ends', async () => {
    await using test = await createTestRuntime({ handlers: [Verdicts], clock: 'virtual' });
    await test.push('orders', 'for ever');
    const attempted = test.attempted('Verdicts.onOrder', 1);
    await signalled(
      'healthChanged',
      () => test.runtime.health().functions['Verdicts.onOrder']?.inFlight === 1,
      'the handler to run',
    );
    await test.clock.advance(20);
    const [record] = await attempted;
    expect(record?.error).to.have.property('code', 'HANDLER_TIMED_OUT');
    await test.settled();
    expect(test.invocations()).to.have.length(1);
  });
});

describe('invoke() of a handler', () => {
  const message = (text: string) => new RedisMessageModel('orders', text);

  it('rejects with the verdict that it threw', async () => {
    expect(await thrownBy(invoke(Verdicts, 'onOrder', message('drop')))).to.be.instanceOf(Drop);
    expect(await thrownBy(invoke(Verdicts, 'onOrder', message('reject')))).to.be.instanceOf(Reject);
    const later = await thrownBy(invoke(Verdicts, 'onOrder', message('later')));
    expect(later).to.be.instanceOf(RetryLater).with.property('delayInMs', 10);
  });

  it('rejects when its time limit has passed', async () => {
    const error = await thrownBy(invoke(Verdicts, 'onOrder', message('for ever')));
    expect(error).to.have.property('code', 'HANDLER_TIMED_OUT');
    expect(await invoke(Verdicts, 'onOrder', message('quick'))).to.equal('done');
  });
});

async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not reject');
}
