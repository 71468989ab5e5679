import { expect } from 'chai';
import { ReadsUnderWay } from '../../lib/listeners/reads-under-way.js';

describe('ReadsUnderWay', () => {
  let asked: number[];
  let bytes: number;

  beforeEach(() => {
    asked = [];
    bytes = 120;
  });

  function readsOf(limits: { count: number; batch?: boolean }): ReadsUnderWay<string> {
    const read = (count: number): Promise<string[]> => {
      asked.push(count);
      return Promise.resolve(elements(count));
    };
    return new ReadsUnderWay(read, { batch: false, ...limits }, () => bytes);
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
    expect(asked.slice(4)).to.deep.equal(Array.from({ length: 10 }, () => 10));
  });

  it('keeps what reads took behind one that failed', async () => {
    const full = Promise.resolve(elements(2));
    const fails = (): Promise<string[]> => Promise.reject(new Error('the connection closed'));
    const replies = [full, full, fails(), Promise.resolve(['kept']), fails(), Promise.resolve([])];
    const reads = new ReadsUnderWay<string>(
      () => replies.shift() ?? Promise.resolve([]),
      {
        count: 2,
        batch: false,
      },
      () => 1,
    );
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
