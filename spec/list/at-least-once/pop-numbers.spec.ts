import { expect } from 'chai';
import { PopNumbers } from '../../../lib/list/at-least-once/pop-numbers.js';

describe('PopNumbers', () => {
  let numbers: PopNumbers<string>;

  beforeEach(() => {
    numbers = new PopNumbers();
  });

  /** Sends so many pops. */
  const send = (count: number): number[] => Array.from({ length: count }, () => numbers.next().pop);

  it('hand out at once what is answered in order', () => {
    expect(send(3)).to.deep.equal([1, 2, 3]);
    expect(numbers.handOut(1, ['a'])).to.deep.equal(['a']);
    expect(numbers.handOut(2, [])).to.deep.equal([]);
    expect(numbers.handOut(3, ['b', 'c'])).to.deep.equal(['b', 'c']);
    expect(numbers.waiting).to.equal(0);
  });

  it('keep what is answered out of turn until all before it is answered', () => {
    send(4);
    expect(numbers.handOut(3, ['c'])).to.deep.equal([]);
    expect(numbers.handOut(2, ['b', 'b'])).to.deep.equal([]);
    expect(numbers.waiting).to.equal(3);
    expect(numbers.handOut(1, ['a'])).to.deep.equal(['a', 'b', 'b', 'c']);
    expect(numbers.waiting).to.equal(0);
    expect(numbers.handOut(4, ['d'])).to.deep.equal(['d']);
  });

  it('hand out what comes in its turn before what waits behind it', () => {
    send(4);
    numbers.handOut(4, ['d']);
    expect(numbers.handOut(1, ['a'])).to.deep.equal(['a']);
    expect(numbers.handOut(2, ['b'])).to.deep.equal(['b']);
    expect(numbers.handOut(3, ['c'])).to.deep.equal(['c', 'd']);
  });

  it('are sent again where no reply came, the lowest first, before new ones', () => {
    send(3);
    for (const pop of [3, 1, 2]) numbers.sendAgain(pop, 1);
    expect(numbers.hasUnanswered).to.equal(true);
    const again = Array.from({ length: 4 }, () => numbers.next());
    expect(again).to.deep.equal([
      { pop: 1, isAgain: true },
      { pop: 2, isAgain: true },
      { pop: 3, isAgain: true },
      { pop: 4, isAgain: false },
    ]);
    expect(numbers.hasUnanswered).to.equal(false);
  });

  it('know how much pops without a reply may have taken: the most of their tries', () => {
    send(3);
    numbers.sendAgain(1, 5);
    numbers.next();
    numbers.sendAgain(1, 2);
    numbers.sendAgain(2, 0);
    numbers.sendAgain(3, 4);
    expect(numbers.mayHaveTaken).to.equal(9);
    numbers.handOut(1, ['a']);
    expect(numbers.mayHaveTaken).to.equal(4);
  });

  it('forget what was taken when it is gone', () => {
    send(3);
    numbers.sendAgain(1, 5);
    numbers.handOut(3, ['c']);
    numbers.forgetTaken();
    expect([numbers.waiting, numbers.mayHaveTaken]).to.deep.equal([0, 0]);
  });
});
