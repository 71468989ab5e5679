import { expect } from 'chai';
import { CommandsUnderWay } from '../../../lib/stream/entries/commands-under-way.js';
import { SettledEntries } from '../../../lib/stream/entries/settled-entries.js';
import { settled as afterAll } from '../../support/manual-clock.js';

const never = new AbortController().signal;
const [one, two] = ['1-1', '1-2'].map((id) => ({ key: 'orders', id })) as [
  { key: string; id: string },
  { key: string; id: string },
];

describe('SettledEntries', () => {
  let underWay: CommandsUnderWay;
  let settled: SettledEntries;

  beforeEach(() => {
    underWay = new CommandsUnderWay();
    settled = new SettledEntries(underWay);
  });

  const claim = (): number => {
    const number = underWay.begin();
    settled.claimChanged();
    return number;
  };
  const end = (number: number): void => {
    underWay.end(number);
    settled.forgetAnswered();
  };

  it('are not remembered while only reads are under way, because Redis gives an entry to one of them', () => {
    underWay.begin();
    settled.add(one);
    expect(settled.has(one)).to.equal(false);
  });

  it('are remembered while a claim is under way beside a read, until both are answered', () => {
    const read = underWay.begin();
    const claimed = claim();
    settled.add(one);
    expect([settled.has(one), settled.has(two)]).to.deep.equal([true, false]);
    end(claimed);
    expect(settled.has(one)).to.equal(true);
    end(read);
    expect(settled.has(one)).to.equal(false);
  });

  it('are remembered while a read goes on that began before a claim ended', () => {
    const claimed = claim();
    const read = underWay.begin();
    settled.claimChanged();
    end(claimed);
    settled.add(one);
    expect(settled.has(one)).to.equal(true);
    end(read);
    expect(settled.has(one)).to.equal(false);
  });

  it('are forgotten in their order, each when no reply can bring it any more', () => {
    const claimed = claim();
    settled.add(one);
    const another = claim();
    settled.add(two);
    end(claimed);
    expect([settled.has(one), settled.has(two)]).to.deep.equal([false, true]);
    end(another);
    expect(settled.has(two)).to.equal(false);
  });
});

describe('CommandsUnderWay', () => {
  it('know the oldest that is not answered, and when all that have begun are', async () => {
    const underWay = new CommandsUnderWay();
    expect([underWay.latest, underWay.oldest]).to.deep.equal([0, 1]);
    await underWay.whenAnswered(never);
    const [first, second] = [underWay.begin(), underWay.begin()];
    let isAnswered = false;
    const answered = underWay.whenAnswered(never).then(() => (isAnswered = true));
    const third = underWay.begin();
    underWay.end(second);
    await afterAll();
    expect([underWay.latest, underWay.oldest, isAnswered]).to.deep.equal([3, first, false]);
    underWay.end(first);
    await answered;
    expect(underWay.oldest).to.equal(third);
  });

  it('are waited for no longer than the signal allows', async () => {
    const underWay = new CommandsUnderWay();
    underWay.begin();
    const end = new AbortController();
    const answered = underWay.whenAnswered(end.signal);
    end.abort();
    await answered;
  });
});
