import { expect } from 'chai';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const common = { connection: redisName, key: 'orders' };

describeOnRedis('deleteAfterProcess', (redis) => {
  const add = async (count: number): Promise<void> => {
    const all = redis.client.multi();
    for (let number = 1; number <= count; number++) all.xadd('orders', `1-${number}`, 'n', number);
    await all.exec();
  };
  const isEmpty = async (): Promise<boolean> => (await redis.client.xlen('orders')) === 0;

  for (const slowDeletes of [false, true]) {
    it(`deletes an entry when every group has acknowledged it; the slower one ${slowDeletes ? 'deletes as well' : 'does not'}`, async () => {
      const fast = new Recorder<string>();
      const slow = new Recorder<string>();
      let goOn: (() => void) | undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      class Handler {
        @RedisStreamTrigger({ ...common, claimIdleInMs: 1_000, deleteAfterProcess: true })
        onFast(entry: StreamEntry): void {
          fast.add(entry.id);
        }

        @RedisStreamTrigger({ ...common, deleteAfterProcess: slowDeletes })
        async onSlow(entry: StreamEntry): Promise<void> {
          if (slow.items.length >= 2) await held;
          slow.add(entry.id);
        }
      }
      await redis.startRuntime([Handler]);
      await add(100);
      await fast.until(100);
      await slow.until(2);
      goOn?.();
      await slow.until(100);
      expect(new Set(slow.items).size).to.equal(100);
      await signalled('settled', isEmpty, 'the deletions');
    });
  }

  it("deletes at once with 'always', whoever else has not handled it", async () => {
    const handled = new Recorder<string>();
    await redis.client.xgroup('CREATE', 'orders', 'another', '0', 'MKSTREAM');
    await redis.startRuntime([handlerOf((entry) => handled.add(entry.id), 'always')]);
    await add(10);
    await handled.until(10);
    await signalled('settled', isEmpty, 'the deletions');
  });

  it('keeps what another group has not read, or not acknowledged, and names the group that nobody reads', async () => {
    const handled = new Recorder<string>();
    await redis.client.xgroup('CREATE', 'orders', 'reporting', '0', 'MKSTREAM');
    const runtime = await redis.startRuntime([handlerOf((entry) => handled.add(entry.id), true)]);
    await add(10);
    await redis.client.xreadgroup('GROUP', 'reporting', 'a', 'COUNT', 5, 'STREAMS', 'orders', '>');
    await handled.until(10);
    await signalled('settled', async () => {
      const [count] = (await redis.client.xpending('orders', 'Handler.onEntry')) as [number];
      return count === 0;
    });
    expect(new Set(handled.items)).to.have.property('size', 10);
    expect(await redis.client.xlen('orders')).to.equal(10);
    await redis.client.xgroup('DELCONSUMER', 'orders', 'reporting', 'a');
    const text = (): string => runtime.health().functions['Handler.onEntry']?.lastError?.message ?? '';
    await signalled('healthChanged', () => text().includes("'reporting'"), 'the warning');
    expect(text()).to.include('ENTRIES_KEPT').and.include("'orders'");
    expect(runtime.health().functions['Handler.onEntry']).to.include({ state: 'listening' });
    await redis.client.xgroup('DESTROY', 'orders', 'reporting');
    await signalled('settled', isEmpty, 'the deletions');
  });

  it('deletes what became a dead letter', async () => {
    const handler = handlerOf(
      () => {
        throw new Error('never');
      },
      true,
      { maxDeliveryCount: 1 },
    );
    await redis.startRuntime([handler]);
    await add(3);
    const deadLetters = '{orders}:dead-letter:Handler.onEntry';
    await signalled(
      'deadLettered',
      async () => (await redis.client.xlen(deadLetters)) === 3,
      'the dead letters',
    );
    await signalled('settled', isEmpty, 'the deletions');
  });
});

function handlerOf(
  handle: (entry: StreamEntry) => void,
  deleteAfterProcess: boolean | 'always',
  options: object = {},
) {
  const idle = { claimIdleInMs: 100, pollingIntervalInMs: 50 };
  class Handler {
    @RedisStreamTrigger({ ...common, ...idle, deleteAfterProcess, ...options })
    onEntry(entry: StreamEntry): void {
      handle(entry);
    }
  }
  return Handler;
}
