import { expect } from 'chai';
import type { Class } from '../../lib/metadata/class.js';
import { heldKey } from '../../lib/list/at-least-once/held-key.js';
import { Reject } from '../../lib/messages/reject.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { whenAborted } from '../../lib/time/when-aborted.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { heldIds } from '../support/lists-at-least-once.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

const options = { connection, key: 'orders', name: 'f' };
const letters = '{orders}:dead-letter:f';

describeOnRedis('A message that is given up', (redis) => {
  beforeEach(() => redis.client.call('ACL', 'SETUSER', 'default', '+@all'));

  for (const [how, rules] of [
    ['in a script', []],
    ['where scripts are forbidden', ['-eval', '-evalsha']],
  ] as const) {
    describe(`from a stream, ${how}`, () => {
      beforeEach(() => redis.client.call('ACL', 'SETUSER', 'default', '+@all', ...rules));

      it('has no dead letter while its acknowledgement is refused, and one afterwards', async () => {
        await redis.client.call('ACL', 'SETUSER', 'default', '-xack');
        const runtime = await redis.startRuntime([streamHandler()]);
        await redis.client.xadd('orders', '*', 'a', '1');
        await signalled(
          'healthChanged',
          () => healthOf(runtime).lastError?.message.startsWith('NOPERM'),
          'the refusal',
        );
        expect(await redis.client.xlen(letters)).to.equal(0);
        await redis.client.call('ACL', 'SETUSER', 'default', '+xack');
        await signalled('settled', async () => (await pending())[0] === 0, 'the acknowledgement');
        expect(await redis.client.xlen(letters)).to.equal(1);
        await signalled('healthChanged', () => healthOf(runtime).state === 'listening', 'health to be good');
      });

      it('has none when another process has acknowledged it', async () => {
        const { runtime, fail } = await startHeld(streamHandler);
        const id = (await redis.client.xadd('orders', '*', 'a', '1')) ?? '';
        await begun(runtime);
        await redis.client.xack('orders', 'f', id);
        await fail();
        expect(await redis.client.exists(letters)).to.equal(0);
      });

      it('has none when another process has claimed it, which goes on with it', async () => {
        const { runtime, fail } = await startHeld(streamHandler);
        const id = (await redis.client.xadd('orders', '*', 'a', '1')) ?? '';
        await begun(runtime);
        await redis.client.xclaim('orders', 'f', 'another', 0, id);
        await fail();
        expect(await redis.client.exists(letters)).to.equal(0);
        expect((await pending())[3]).to.deep.equal([['another', '1']]);
      });

      it('has none when its stream is something else by then, and troubles nobody', async () => {
        const { runtime, fail } = await startHeld(streamHandler);
        await redis.client.xadd('orders', '*', 'a', '1');
        await begun(runtime);
        await redis.client.multi().del('orders').set('orders', 'no stream').exec();
        await fail();
        expect(await redis.client.exists(letters)).to.equal(0);
      });
    });
  }

  it('from a list at least once has none when its consumer does not hold it any more', async () => {
    const { runtime, fail } = await startHeld(listHandler);
    await redis.client.rpush('orders', 'one');
    await begun(runtime);
    expect(await redis.client.hdel(heldKey('orders'), ...(await heldIds(redis.client)))).to.equal(1);
    await fail();
    expect(await redis.client.exists(letters)).to.equal(0);
  });

  it('from a list at least once has one, and is held no more', async () => {
    const runtime = await redis.startRuntime([listHandler()]);
    await redis.client.rpush('orders', 'one');
    await signalled('deadLettered', async () => (await redis.client.xlen(letters)) === 1, 'the dead letter');
    await runtime.stop();
    expect(await redis.client.exists(heldKey('orders'))).to.equal(0);
    expect(await redis.client.xlen(letters)).to.equal(1);
  });

  /** A runtime whose handler fails when it is told to; that resolves when the runtime has settled everything. */
  async function startHeld(
    make: (gate: AbortSignal) => Class,
  ): Promise<{ runtime: Runtime; fail: () => Promise<void> }> {
    const gate = new AbortController();
    const runtime = await redis.startRuntime([make(gate.signal)]);
    const fail = async (): Promise<void> => {
      gate.abort();
      await signalled('healthChanged', () => healthOf(runtime).failed === 1, 'the failure');
      await runtime.stop();
    };
    return { runtime, fail };
  }

  const pending = (): Promise<unknown[]> => redis.client.xpending('orders', 'f');
});

function streamHandler(gate: AbortSignal = AbortSignal.abort()): Class {
  return classWith(RedisStreamTrigger(options), rejecting(gate));
}

function listHandler(gate: AbortSignal = AbortSignal.abort()): Class {
  return classWith(RedisListTrigger({ ...options, delivery: 'atLeastOnce' }), rejecting(gate));
}

function rejecting(gate: AbortSignal): () => Promise<never> {
  return async () => {
    await whenAborted(gate);
    throw new Reject('no');
  };
}

async function begun(runtime: Runtime): Promise<void> {
  await signalled('healthChanged', () => healthOf(runtime).inFlight === 1, 'the handler to run');
}

function healthOf(runtime: Runtime) {
  const health = runtime.health().functions.f;
  if (!health) throw new Error('there is no function f');
  return health;
}
