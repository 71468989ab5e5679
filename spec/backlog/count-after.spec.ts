import { expect } from 'chai';
import { byteLimit, countAfter, countLimit } from '../../lib/backlog/count-after.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';

describe('countAfter', () => {
  it('counts page by page, each after the last id of the one before', async () => {
    const stream = streamOf(250);
    expect(await countAfter('orders', '0-0', stream)).to.equal(250);
    expect(stream.starts).to.deep.equal(['0-1', '0-2', '0-6', '0-22', '0-86', '0-186']);
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

  it('counts as many entries of a kilobyte as it counts at all', async () => {
    expect(
      await countAfter(
        'orders',
        '0-0',
        streamOf(countLimit, () => 1_024),
      ),
    ).to.equal(countLimit);
  });

  it('gives up after three seconds, of a slow connection', async () => {
    let now = 0;
    const stream = streamOf(countLimit);
    const send = (command: RedisCommand): Promise<unknown> => {
      now += 225;
      return stream.send(command);
    };
    expect(await countAfter('orders', '0-0', { send }, undefined, () => now)).to.equal(undefined);
    expect(stream.starts).to.have.length(14);
  });

  for (const size of [9_000, 300_000, 5_000_000]) {
    it(`gives up when it has read its most bytes, of entries of ${size}`, async () => {
      const stream = streamOf(countLimit, () => size);
      expect(await countAfter('orders', '0-0', stream)).to.equal(undefined);
      expect(stream.sent.bytes).to.be.within(byteLimit, byteLimit + 600_000 + size);
    });

    it(`counts a few entries of ${size}`, async () => {
      expect(
        await countAfter(
          'orders',
          '0-0',
          streamOf(3, () => size),
          100_000_000,
        ),
      ).to.equal(3);
    });
  }

  it('asks for few once it has met a large one', async () => {
    const stream = streamOf(countLimit, (id) => (id === 7 ? 1_000_000 : 1_000));
    await countAfter('orders', '0-0', stream);
    expect(stream.counts.slice(0, 5)).to.deep.equal([1, 4, 16, 1, 1]);
  });

  it('counts within the bytes that it is told', async () => {
    const stream = streamOf(countLimit, () => 1_000);
    expect(await countAfter('orders', '0-0', stream, 20_000)).to.equal(undefined);
    expect(stream.sent.bytes).to.be.below(100_000);
  });
});

/** A stream with the ids 0-1, 0-2 and so on, which keeps where ranges of it began. */
function streamOf(length: number, sizeOf: (id: number) => number = () => 1) {
  const starts: string[] = [];
  const counts: number[] = [];
  const sent = { bytes: 0 };
  return {
    starts,
    counts,
    sent,
    send([, , start, , , count]: RedisCommand): Promise<unknown> {
      starts.push(String(start));
      const first = Math.max(1, Number(String(start).split('-')[1]));
      const ids = Array.from({ length: Math.min(Number(count), length - first + 1) }, (_, at) => first + at);
      counts.push(Number(count));
      const entries = ids.map((id) => [Buffer.from(`0-${id}`), [Buffer.from('n'), Buffer.alloc(sizeOf(id))]]);
      sent.bytes += ids.reduce((sum, id) => sum + sizeOf(id), 0);
      return Promise.resolve(entries);
    },
  };
}
