import { expect } from 'chai';
import { ReadBudget } from '../../../lib/listeners/window/read-budget.js';
import { ReadAhead, type ReadLimits } from '../../../lib/listeners/reading/read-ahead.js';

describe('ReadAhead', () => {
  let asked: number[];
  let bytes: number;
  let budget: ReadBudget;

  beforeEach(() => {
    asked = [];
    bytes = 120;
    budget = new ReadBudget();
    // So many small ones came before.
    for (let times = 0; times < 6; times++) budget.came(120);
  });

  const unbound = { batch: false, mostRoom: 1_000, slots: 1, isBoundByServer: false };

  function readsOf(limits: Partial<ReadLimits> & { count: number }): ReadAhead<string> {
    const read = (count: number): Promise<string[]> => {
      asked.push(count);
      return Promise.resolve(elements(count));
    };
    return new ReadAhead({ read, limits: { ...unbound, ...limits }, budget, sizeOf: () => bytes });
  }

  function elements(count: number): string[] {
    return Array.from({ length: count }, () => 'element');
  }

  it('begins one at a time until a read brings all that it asked for', () => {
    const reads = readsOf({ count: 10 });
    reads.begin(100);
    reads.beginMore(100);
    expect(asked).to.deep.equal([10]);
    reads.answered(elements(9));
    reads.begin(100);
    reads.beginMore(100);
    expect(asked).to.deep.equal([10, 10]);
    expect(reads.findsAll).to.equal(false);
  });

  it('then begins twice as many each time, up to a bound', () => {
    const reads = readsOf({ count: 1 });
    reads.begin(1_000);
    const sizes = [1, 2, 3, 4, 5, 6].map(() => {
      reads.answered(elements(1));
      reads.beginMore(1_000);
      return reads.size;
    });
    expect(sizes).to.deep.equal([2, 4, 8, 16, 16, 16]);
    expect(reads.findsAll).to.equal(true);
  });

  it('never asks for more than there is room for beyond what is under way', () => {
    const reads = readsOf({ count: 10 });
    reads.begin(25);
    reads.answered(elements(10));
    reads.beginMore(25);
    expect(asked).to.deep.equal([10, 10, 10]);
    reads.answered(elements(10));
    reads.beginMore(25);
    expect(asked).to.deep.equal([10, 10, 10, 10, 5]);
    expect(reads.begin(25)).to.equal(false);
  });

  it('begins whole reads beside others, and leaves the rest of the room for later', () => {
    const reads = readsOf({ count: 10 });
    reads.begin(25);
    reads.answered(elements(10));
    reads.beginWhole(25);
    expect([asked, reads.wouldBeSmall(25)]).to.deep.equal([[10, 10, 10], false]);
    reads.answered(elements(10));
    reads.beginWhole(25);
    expect([asked.length, reads.wouldBeSmall(25)]).to.deep.equal([4, true]);
    // Meanwhile others have ended.
    reads.beginWhole(30);
    expect([asked, reads.wouldBeSmall(30)]).to.deep.equal([[10, 10, 10, 10, 10], false]);
  });

  it('takes for whole what fills a window that is smaller than the count, or what may be asked for at once', () => {
    const small = readsOf({ count: 100, mostRoom: 5 });
    small.begin(5);
    small.answered(elements(5));
    small.beginWhole(5);
    expect([asked, small.wouldBeSmall(5)]).to.deep.equal([[5, 5], false]);
    budget = new ReadBudget();
    budget.came(120);
    const begun = readsOf({ count: 100 });
    begun.begin(100);
    begun.answered(elements(8));
    expect([asked.at(-1), begun.wouldBeSmall(100)]).to.deep.equal([8, false]);
  });

  it('takes no read for small while reads find less than they ask for', () => {
    const reads = readsOf({ count: 10 });
    reads.begin(10);
    reads.answered(elements(9));
    expect(reads.wouldBeSmall(1)).to.equal(false);
  });

  it('takes one place for each batch', () => {
    const reads = readsOf({ count: 10, batch: true });
    reads.begin(2);
    reads.answered(elements(10));
    reads.beginMore(2);
    expect(asked).to.deep.equal([10, 10, 10]);
  });

  it('goes back to one at a time where a read finds less', () => {
    const reads = readsOf({ count: 10 });
    reads.begin(100);
    reads.answered(elements(10));
    reads.beginMore(100);
    reads.answered(elements(3));
    reads.beginMore(100);
    expect(reads.size).to.equal(1);
    expect(reads.first?.number).to.equal(3);
    expect(reads.latest).to.equal(3);
  });

  it('asks for one at first, and for eight times as many after each reply of small ones', () => {
    budget = new ReadBudget();
    const reads = readsOf({ count: 1_000 });
    for (let times = 0; times < 4; times++) {
      reads.begin(10_000);
      reads.answered(elements(asked.at(-1) ?? 0));
    }
    expect(asked).to.deep.equal([1, 8, 64, 512]);
  });

  it('asks for no more than 4 MiB at once, by the size of what came last', () => {
    const reads = readsOf({ count: 10 });
    bytes = 1_048_576;
    reads.begin(100);
    reads.answered(elements(10));
    reads.beginMore(100);
    expect(asked).to.deep.equal([10, 4]);
    reads.answered(elements(4));
    bytes = 5_000_000;
    reads.beginMore(100);
    reads.answered(elements(4));
    reads.beginMore(100);
    expect(asked).to.deep.equal([10, 4, 4, 1]);
    bytes = 120;
    reads.answered(elements(1));
    reads.beginMore(100);
    expect(asked.slice(4)).to.deep.equal([6]);
  });

  it('asks for less after a large one among small ones, and for more again after small ones alone', () => {
    let left = 100;
    // The last of a hundred is large.
    const sizeOf = (): number => (--left === 0 ? 1_048_576 : 120);
    const mixed = new ReadAhead({
      read: (count) => {
        asked.push(count);
        return Promise.resolve(elements(count));
      },
      limits: { ...unbound, count: 100 },
      budget,
      sizeOf,
    });
    for (let times = 0; times < 4; times++) {
      mixed.begin(1_000);
      mixed.answered(elements(asked.at(-1) ?? 0));
    }
    expect(asked).to.deep.equal([100, 4, 32, 100]);
  });

  it('asks for one again after a read that failed', async () => {
    const reads = readsOf({ count: 10 });
    reads.begin(100);
    await reads.failed();
    reads.begin(100);
    expect(asked).to.deep.equal([10, 1]);
  });

  it('lets each slot of a cluster bring one', () => {
    budget = new ReadBudget();
    readsOf({ count: 10, slots: 3 }).begin(100);
    expect(asked).to.deep.equal([3]);
  });

  it('brings a batch in pieces while nothing is known of its size, and reads nothing beside it', async () => {
    budget = new ReadBudget();
    const reads = readsOf({ count: 100, batch: true });
    expect(reads.begin(5)).to.equal(true);
    expect(reads.begin(5)).to.equal(false);
    const batch = await reads.first?.reply;
    expect([batch?.length, asked]).to.deep.equal([100, [1, 8, 64, 27]]);
    reads.answered(batch ?? []);
    reads.beginMore(5);
    expect(asked.slice(4)).to.deep.equal([100]);
  });

  it('ends a batch at 4 MiB', async () => {
    budget = new ReadBudget();
    bytes = 1_500_000;
    const reads = readsOf({ count: 100, batch: true });
    reads.begin(5);
    expect((await reads.first?.reply)?.length).to.equal(3);
    expect(asked).to.deep.equal([1, 2]);
  });

  it('keeps what came of a batch before a piece that failed', async () => {
    budget = new ReadBudget();
    const pieces = [Promise.resolve(elements(1)), Promise.reject(new Error('the connection closed'))];
    const read = (): Promise<string[]> => pieces.shift() ?? Promise.resolve([]);
    const limits = { ...unbound, count: 100, batch: true };
    const reads = new ReadAhead({ read, limits, budget, sizeOf: () => 1 });
    reads.begin(5);
    expect(await reads.first?.reply).to.deep.equal(elements(1));
  });

  it('keeps what reads took behind one that failed', async () => {
    const full = Promise.resolve(elements(2));
    const fails = (): Promise<string[]> => Promise.reject(new Error('the connection closed'));
    const replies = [full, full, fails(), Promise.resolve(['kept']), fails(), Promise.resolve([])];
    const read = (): Promise<string[]> => replies.shift() ?? Promise.resolve([]);
    const limits = { ...unbound, count: 2 };
    const reads = new ReadAhead<string>({ read, limits, budget, sizeOf: () => 1 });
    reads.begin(100);
    reads.answered(elements(2));
    reads.begin(100);
    reads.answered(elements(2));
    reads.beginMore(100);
    expect(reads.size).to.equal(4);
    await reads.first?.reply.catch(() => undefined);
    expect(await reads.failed()).to.deep.equal([['kept']]);
    expect([reads.size, reads.findsAll]).to.deep.equal([0, false]);
  });
});
