import { expect } from 'chai';
import { countAfter, countLimit } from '../../lib/backlog/count-after.js';
import type { RedisCommand } from '../../lib/connection/command-sender.js';

describe('countAfter', () => {
  it('counts page by page, each after the last id of the one before', async () => {
    const stream = streamOf(250);
    expect(await countAfter('orders', '0-0', stream)).to.equal(250);
    expect(stream.starts).to.deep.equal(['0-1', '0-101', '0-201']);
  });

  it('begins after the id, also where its sequence number is the largest there is', async () => {
    const stream = streamOf(0);
    await countAfter('orders', '7-18446744073709551615', stream);
    expect(stream.starts).to.deep.equal(['8-0']);
  });

  it('asks nothing after the last id of all', async () => {
    const stream = streamOf(0);
    expect(await countAfter('orders', '18446744073709551615-18446744073709551615', stream)).to.equal(0);
    expect(stream.starts).to.deep.equal([]);
  });

  it('counts up to its limit, and gives up beyond', async () => {
    expect(await countAfter('orders', '0-0', streamOf(countLimit))).to.equal(countLimit);
    expect(await countAfter('orders', '0-0', streamOf(countLimit + 1))).to.equal(undefined);
    expect(await countAfter('orders', '0-0', streamOf(countLimit * 3))).to.equal(undefined);
  });
});

/** A stream with the ids 0-1, 0-2 and so on, which keeps where ranges of it began. */
function streamOf(length: number) {
  const starts: string[] = [];
  return {
    starts,
    send([, , start, , , count]: RedisCommand): Promise<unknown> {
      starts.push(String(start));
      const first = Number(String(start).split('-')[1]);
      const ids = Array.from({ length: Math.min(Number(count), length - first + 1) }, (_, at) => first + at);
      return Promise.resolve(ids.map((id) => [Buffer.from(`0-${id}`), []]));
    },
  };
}
