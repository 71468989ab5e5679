import { expect } from 'chai';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const group = 'Handler.onEntry';

describeOnRedis('XGROUP SETID while a function listens', (redis) => {
  const add = async (first: number, last: number): Promise<void> => {
    const all = redis.client.multi();
    for (let number = first; number <= last; number++) all.xadd('orders', `5-${number}`, 'n', number);
    await all.exec();
  };
  const untilAcknowledged = (): Promise<unknown> =>
    signalled(
      'settled',
      async () => Number((await redis.client.xpending('orders', group))[0]) === 0,
      'the acknowledgements',
    );

  it('backwards has the entries behind it handled once more', async () => {
    const handled = new Recorder<string>();
    await redis.startRuntime([handlerOf(({ id }) => handled.add(id))]);
    await add(1, 5);
    await handled.until(5);
    await untilAcknowledged();
    await redis.client.xgroup('SETID', 'orders', group, '5-2');
    await add(6, 6);
    expect((await handled.until(9)).slice(5)).to.deep.equal(['5-3', '5-4', '5-5', '5-6']);
    await untilAcknowledged();
    expect(handled.items).to.have.length(9);
  });

  it('backwards begins no entry once more whose handler runs', async () => {
    const begun = new Recorder<string>();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    await redis.startRuntime([handlerOf(({ id }) => (begun.add(id), gate))]);
    await add(1, 3);
    await begun.until(3);
    await redis.client.xgroup('SETID', 'orders', group, '0');
    await add(4, 4);
    await begun.until(4);
    open();
    await untilAcknowledged();
    expect(begun.items).to.deep.equal(['5-1', '5-2', '5-3', '5-4']);
  });

  it('forwards skips the entries in between, as was asked for, and takes nothing from a handler', async () => {
    const begun = new Recorder<string>();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const runtime = await redis.startRuntime([handlerOf(({ id }) => (begun.add(id), gate))]);
    await add(1, 1);
    await begun.until(1);
    const skip = redis.client.multi();
    for (const id of ['5-2', '5-3']) skip.xadd('orders', id, 'n', id);
    await skip.xgroup('SETID', 'orders', group, '5-3').exec();
    await add(4, 4);
    expect(await begun.until(2)).to.deep.equal(['5-1', '5-4']);
    open();
    await untilAcknowledged();
    expect(begun.items).to.have.length(2);
    expect(runtime.health().functions[group]).to.include({ succeeded: 2, lost: 0, live: true });
  });
});

function handlerOf(handle: (entry: StreamEntry) => unknown) {
  class Handler {
    @RedisStreamTrigger({ connection: redisName, key: 'orders' })
    onEntry(entry: StreamEntry): unknown {
      return handle(entry);
    }
  }
  return Handler;
}
