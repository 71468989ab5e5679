import { expect } from 'chai';
import { Permits } from '../../../lib/listeners/window/permits.js';
import { settled } from '../../support/manual-clock.js';

const never = new AbortController().signal;

describe('Permits', () => {
  let left: number;
  let permits: Permits;

  beforeEach(() => {
    left = 0;
    permits = new Permits(2, () => (left += 1));
  });

  it('are free again when works have ended', () => {
    const [one, two] = [permits.take('a'), permits.take('b')];
    expect(permits.free).to.equal(0);
    one.end();
    two.end();
    expect([permits.free, left]).to.deep.equal([2, 0]);
  });

  it('are given up for a while, which others are told of, and taken again', async () => {
    const one = permits.take('a');
    permits.take('b');
    one.yield();
    one.yield();
    expect([permits.free, left]).to.deep.equal([1, 1]);
    await one.reacquire(never);
    expect(permits.free).to.equal(0);
    one.end();
    expect(permits.free).to.equal(1);
  });

  it('go to those that want one again, in the order in which they asked', async () => {
    const works = ['a', 'b'].map((work) => permits.take(work));
    for (const work of works) work.yield();
    const [third, fourth] = [permits.take('c'), permits.take('d')];
    const again: string[] = [];
    for (const work of works) void work.reacquire(never).then(() => again.push(work.work));
    await settled();
    expect(again).to.deep.equal([]);
    third.end();
    await settled();
    expect([again, permits.free]).to.deep.equal([['a'], 0]);
    fourth.end();
    await settled();
    expect([again, permits.free]).to.deep.equal([['a', 'b'], 0]);
  });

  it('are not waited for any longer when the signal is aborted, and the work ends without one', async () => {
    const one = permits.take('a');
    const two = permits.take('b');
    one.yield();
    permits.take('c');
    const end = new AbortController();
    const back = one.reacquire(end.signal);
    end.abort();
    await back;
    one.end();
    two.end();
    expect(permits.free).to.equal(1);
    const early = permits.take('d');
    early.yield();
    await early.reacquire(AbortSignal.abort());
    early.end();
    expect(permits.free).to.equal(1);
  });

  it('are kept where there is only one, because the order is promised then', () => {
    const single = new Permits(1, () => (left += 1));
    const one = single.take('a');
    one.yield();
    expect([single.free, left]).to.deep.equal([0, 0]);
    one.end();
    expect(single.free).to.equal(1);
  });

  it('are kept where too many wait without one, by number or by size', async () => {
    let most = 1;
    const many = new Permits(
      2_000,
      () => undefined,
      () => most,
    );
    const works = Array.from({ length: 1_002 }, (_, index) => many.take(index));
    for (const work of works) work.yield();
    expect(many.free, 'one is away').to.equal(2_000 - 1_001);
    most = Infinity;
    for (const work of works) work.yield();
    expect(many.free, 'a thousand are away').to.equal(2_000 - 2);
    await works[0]?.reacquire(never);
    works.at(-1)?.yield();
    expect(many.free, 'one came back, and another left').to.equal(2_000 - 2);
  });
});
