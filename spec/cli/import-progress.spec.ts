import { expect } from 'chai';
import { ImportProgress } from '../../lib/cli/actions/dead/import-progress.js';
import { Progress } from '../../lib/cli/frame/progress.js';
import { Output, type Streams } from '../../lib/cli/frame/output.js';
import type { ActionEvent } from '../../lib/cli/program/protocol.js';
import { ManualClock } from '../support/manual-clock.js';

type Told = Extract<ActionEvent, { kind: 'progress' }>;

describe('The progress of an import', () => {
  let clock: ManualClock;
  let told: Told[];

  beforeEach(() => {
    clock = new ManualClock();
    told = [];
  });

  const progressOf = (total: number | null): ImportProgress => {
    const tell = (event: ActionEvent): Promise<boolean> => {
      told.push(event as Told);
      return Promise.resolve(true);
    };
    return new ImportProgress({ tell }, total, clock);
  };

  it('is not told of what takes less than a second', async () => {
    const progress = progressOf(3);
    await clock.advance(999);
    await progress.show({ imported: 2, refused: 0 });
    await progress.end({ imported: 3, refused: 0 });
    expect(told).to.deep.equal([]);
  });

  it('is told after a second, then ten times a second at most, and whole at the end', async () => {
    const progress = progressOf(1_200);
    for (let imported = 1; imported <= 1_200; imported++) {
      await clock.advance(1);
      await progress.show({ imported, refused: 0 });
    }
    await progress.end({ imported: 1_200, refused: 0 });
    expect(told).to.deep.equal([
      { kind: 'progress', done: 1_000, total: 1_200, note: '', isOver: false },
      { kind: 'progress', done: 1_100, total: 1_200, note: '', isOver: false },
      { kind: 'progress', done: 1_200, total: 1_200, note: '', isOver: false },
      { kind: 'progress', done: 1_200, total: 1_200, note: '', isOver: true },
    ]);
  });

  it('counts what was refused, and knows no total of standard input', async () => {
    const progress = progressOf(null);
    await clock.advance(1_000);
    await progress.show({ imported: 5, refused: 1_234 });
    expect(told).to.deep.equal([
      { kind: 'progress', done: 1_239, total: null, note: '1,234 refused', isOver: false },
    ]);
  });

  /** What is written to a standard error that is a terminal, or is none. */
  const writtenTo = (isTTY: boolean, states: readonly Omit<Told, 'kind'>[]): string => {
    let text = '';
    const stderr = { isTTY, write: (written: string) => (text += written) };
    const output = new Output({ stderr } as unknown as Streams, { json: false, color: false });
    const progress = new Progress(output);
    for (const state of states) progress.show(state);
    return text;
  };

  it('is a bar at a terminal, which ends with a line break', () => {
    const halfway = { done: 5, total: 10, note: '', isOver: false };
    const over = { done: 9, total: 10, note: '1 refused', isOver: true };
    expect(writtenTo(true, [halfway, over])).to.equal(
      '\r\u001b[K▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░ 5 of 10\r\u001b[K▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░ 9 of 10 · 1 refused\n',
    );
    expect(writtenTo(true, [{ done: 1_500, total: null, note: '', isOver: false }])).to.equal(
      '\r\u001b[K1,500',
    );
  });

  it('is lines elsewhere, the first and the last at once', () => {
    const states = [1, 2, 3].map((done) => ({ done, total: 3, note: '', isOver: done === 3 }));
    expect(writtenTo(false, states)).to.equal('1 of 3\n3 of 3\n');
  });
});
