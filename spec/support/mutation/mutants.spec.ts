import { expect } from 'chai';
import { SpecChoice } from './choose-specs.js';
import { transpileMutated } from './instrumented-build.js';
import { mutate, type Mutant } from './mutants.js';
import { shareKilled, summaryOf, type Fate } from './report.js';
import { sample } from './sample.js';

const changesOf = (text: string): string[] => mutate('lib/a.ts', text, 0).mutants.map(({ change }) => change);

describe('the mutants of a file', () => {
  it('are its conditions, comparisons and operators changed', () => {
    expect(changesOf('if (a < b) c = d + 1;')).to.deep.equal([
      'a < b → true',
      'a < b → false',
      'a < b → a <= b',
      'a < b → a >= b',
      'c = d + 1; → (nothing)',
      'd + 1 → d - 1',
    ]);
    expect(changesOf('const a = b && c;')).to.deep.equal(['b && c → b || c']);
    expect(changesOf('const a = b ?? c;')).to.deep.equal(['b ?? c → b', 'b ?? c → c']);
    expect(changesOf('const a = !b;')).to.deep.equal(['!b → b']);
  });

  it('are its calls, awaits, bodies and spreads left out', () => {
    expect(changesOf('await a();')).to.deep.equal(['await a(); → (nothing)', 'await a() → a()']);
    expect(changesOf('function f() { let a; return a; }')).to.deep.equal([
      '{ let a; return a; } → (nothing)',
    ]);
    expect(changesOf('const a = [...b];')).to.deep.equal(['b → []']);
    expect(changesOf('const a = b.filter(c);')).to.deep.equal(['b.filter(c) → b']);
  });

  it('leave types and named signals alone, and what could only end in an endless loop', () => {
    expect(changesOf('signals.settled.publish();')).to.deep.equal([]);
    expect(changesOf('type A = true; interface B { c: false }')).to.deep.equal([]);
    expect(changesOf('for (;;) { while (true) break; }')).to.deep.equal([]);
  });

  it('know the line, and whether they run when the file is loaded', () => {
    const { mutants } = mutate('lib/a.ts', '\nconst a = b + c;\nconst d = () => e - f;', 7);
    expect(mutants.map(({ id, line, runsAtLoad }) => [id, line, runsAtLoad])).to.deep.equal([
      [7, 2, true],
      [8, 3, false],
      [9, 3, false],
    ]);
  });
});

describe('a file with its mutants asleep', () => {
  const text = `
    class Shop {
      price(amount: number): number {
        if (amount > 10) this.note('many');
        return amount > 10 ? amount * 2 : amount * 3;
      }
      notes: string[] = [];
      note(note: string): void { this.notes = [...this.notes, note]; }
    }
    return new Shop();`;

  /** What the shop does while a mutant is awake. */
  function pricesWith(active: number): unknown[] {
    const script = transpileMutated(mutate('lib/a.ts', text, 0).text);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    const shop = new Function('isActive', script)((id: number) => id === active) as {
      price(amount: number): number;
      notes: readonly string[];
    };
    return [shop.price(10), shop.price(11), shop.price(12), shop.notes.length];
  }

  it('does what it did, and something else with each of them awake', () => {
    expect(pricesWith(-1)).to.deep.equal([30, 22, 24, 2]);
    const { mutants } = mutate('lib/a.ts', text, 0);
    expect(mutants).to.have.length.greaterThan(10);
    const same = mutants.filter(({ id }) => pricesWith(id).join() === '30,22,24,2');
    expect(same.map(({ change }) => change)).to.deep.equal([]);
  });
});

describe('the choice of specs for a mutant', () => {
  const mutant: Mutant = { id: 1, file: 'lib/a.ts', line: 1, change: 'a → b', runsAtLoad: false };
  const atLoad: Mutant = { ...mutant, id: 2, runsAtLoad: true };
  const spec = (
    file: string,
    title: string,
    timeInMs: number,
    reached: number[],
    reachedBefore: number[] = [],
  ) => ({
    file,
    title,
    timeInMs,
    reached,
    reachedBefore,
  });
  const choice = new SpecChoice(
    [
      spec('slow', 'a', 500, [1]),
      spec('slow', 'b', 5, []),
      spec('quick', 'c', 20, [], [1]),
      spec('quick', 'd', 10, []),
      spec('other', 'e', 1, [3]),
    ],
    [mutant, atLoad],
  );
  const titlesFor = (which: Mutant, budgetInMs: number): string[][] =>
    choice.filesFor(which, budgetInMs).map(({ limitsInMs = {} }) => Object.keys(limitsInMs));

  it('is those that reach it, the quickest first, and all of a file that begins with it', () => {
    expect(titlesFor(mutant, 1_000)).to.deep.equal([['d', 'c'], ['a']]);
  });

  it('keeps to the time that there is', () => {
    expect(titlesFor(mutant, 100)).to.deep.equal([['d', 'c']]);
  });

  it('is all of the file for what runs at load', () => {
    expect(titlesFor(atLoad, 1_000)).to.deep.equal([['d', 'c'], ['a']]);
  });
});

describe('a sample', () => {
  it('is the same for the same seed', () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    expect(sample(items, 5, 1))
      .to.have.length(5)
      .and.deep.equal(sample(items, 5, 1));
    expect(sample(items, 5, 1)).not.to.deep.equal(sample(items, 5, 2));
  });
});

describe('the report of the mutants', () => {
  it('counts the killed of each folder, and leaves out what is equivalent', () => {
    const judged = (['killed', 'hung', 'survived', 'equivalent', 'not reached'] as Fate[]).map(
      (fate, id) => ({
        mutant: { id, file: `lib/list/${fate}.ts`, line: 1, change: '', runsAtLoad: false },
        fate,
        by: undefined,
      }),
    );
    expect(shareKilled(judged)).to.equal(50);
    expect(summaryOf(judged)).to.equal(
      ['lib/list', 'together']
        .map(
          (name) => `${name}: 50.0 % killed of 5 (1 killed, 1 hung, 1 survived, 1 not reached, 1 equivalent)`,
        )
        .join('\n'),
    );
  });
});
