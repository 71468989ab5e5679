import { expect } from 'chai';
import type { Bench } from '../../bench/run/bench.js';
import type { Drain, DrainEntry } from '../../bench/run/measure-drain.js';
import { Pace } from '../../bench/run/pace.js';

describe('The pace of the benchmark', () => {
  const entry: DrainEntry = {
    label: 'loop',
    contestant: 'contestants/list-loop',
    source: 'list',
    messages: 100_000,
  };

  /** How many messages a contestant of this speed gets in each of its drains, over three rounds. */
  async function messagesOf(
    messagesPerSecond: number,
    { isPaced = true, ...more }: Partial<DrainEntry> & { isPaced?: boolean } = {},
  ): Promise<number[]> {
    const drained: number[] = [];
    const pace = new Pace((_bench, { messages }) => {
      drained.push(messages);
      return Promise.resolve({ messages, tookInMs: (messages / messagesPerSecond) * 1_000 } as Drain);
    });
    const own = { ...entry, ...more };
    for (let round = 0; round < 3; round++) await pace.measure({ isPaced } as Bench, own);
    return drained;
  }

  it('leaves whoever takes a second or two as many as before', async () => {
    expect(await messagesOf(80_000)).to.deep.equal([100_000, 100_000, 100_000]);
  });

  it('has whoever was quicker go again with more', async () => {
    expect(await messagesOf(500_000)).to.deep.equal([100_000, 700_000, 700_000, 700_000]);
  });

  it('gives whoever was slower fewer in the next round', async () => {
    expect(await messagesOf(20_000)).to.deep.equal([100_000, 28_000, 28_000]);
  });

  it('gives twice as long to a handler that awaits Redis', async () => {
    expect(await messagesOf(80_000, { handler: 'io' })).to.deep.equal([100_000, 224_000, 224_000, 224_000]);
  });

  it('gives as many as were asked for where that was said, and where the clock runs from the first', async () => {
    const same = [100_000, 100_000, 100_000];
    expect(await messagesOf(500_000, { isPaced: false })).to.deep.equal(same);
    expect(await messagesOf(500_000, { isTimedFromFirst: true })).to.deep.equal(same);
  });
});
