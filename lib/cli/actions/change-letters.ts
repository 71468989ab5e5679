import type { DeadLetters } from '../../dead-letters/dead-letters.js';
import { describeError } from '../../errors/describe-error.js';
import type { DeadLetter } from '../../messages/dead-letter.js';
import { isReply } from '../../redis/errors/redis-reply-error.js';
import { selectLetters, type Selection } from '../dead/select-letters.js';
import { formatCount } from '../frame/table.js';
import type { ActionContext } from '../program/action-context.js';
import { openLetters } from './dead-letters.js';

/** What is done to dead letters, and to which. */
export interface LetterChange {
  readonly change: 'replay' | 'remove';
  readonly functionId: string;
  readonly selection: Selection;
  /** The most a second. */
  readonly rate: number | null;
  /** Only tells how many there are. */
  readonly dryRun: boolean;
}

/** What became of dead letters. */
export interface ChangedLetters {
  readonly functionId: string;
  /** How many were meant when it began. */
  readonly selected: number;
  /** How many were put back, or removed. */
  readonly done: number;
  /** How many somebody else had replayed or removed meanwhile. */
  readonly gone: number;
  /** Whether a signal ended it early; what is left are dead letters as before. */
  readonly interrupted: boolean;
  /** Why it ended early otherwise. */
  readonly error?: string;
}

const tellEveryInMs = 100;

/** Puts dead letters back, or removes them, one after another, each in one atomic step; asks first where they are many. */
export async function changeLetters(context: ActionContext, args: LetterChange): Promise<ChangedLetters> {
  const { change, functionId, selection, dryRun } = args;
  const letters = await openLetters(await context.program(), functionId);
  const selected = await countSelected(letters, selection);
  const nothing = { functionId, selected, done: 0, gone: 0, interrupted: false };
  if (dryRun || selected === 0) return nothing;
  if (selection.ids.length === 0) {
    const question = `${change === 'replay' ? 'Replay' : 'Remove'} ${formatCount(selected)} dead letters of ${functionId}?`;
    if (!(await context.tell({ kind: 'confirm', question }))) return { ...nothing, interrupted: true };
  }
  return changeSelected(context, args, letters, selected);
}

async function changeSelected(
  { tell, sleep, signal }: ActionContext,
  { change, functionId, selection, rate }: LetterChange,
  letters: DeadLetters,
  selected: number,
): Promise<ChangedLetters> {
  let done = 0;
  let gone = 0;
  let toldAt = performance.now();
  const act = (letter: DeadLetter): Promise<number> =>
    change === 'replay' ? letters.replay(letter) : letters.remove(letter);
  const tellProgress = async (): Promise<void> => {
    toldAt = performance.now();
    const note = `${change === 'replay' ? 'replayed' : 'removed'}${gone > 0 ? `, ${formatCount(gone)} gone meanwhile` : ''}`;
    await tell({ kind: 'progress', done: done + gone, total: selected, note });
  };
  try {
    for await (const letter of selectLetters(letters, selection)) {
      if (signal.aborted) break;
      const changed = await act(letter);
      done += changed;
      gone += 1 - changed;
      if (performance.now() - toldAt > tellEveryInMs) await tellProgress();
      if (rate !== null) await sleep(1_000 / rate);
    }
  } catch (error) {
    if (done === 0 || isReply(error, 'NOPERM')) throw error;
    await tellProgress();
    return { functionId, selected, done, gone, interrupted: false, error: describeError(error).message };
  }
  await tellProgress();
  return { functionId, selected, done, gone, interrupted: signal.aborted };
}

async function countSelected(letters: DeadLetters, selection: Selection): Promise<number> {
  if (selection.ids.length + selection.where.length === 0) return letters.count();
  let count = 0;
  for await (const { id } of selectLetters(letters, selection)) count += id === '' ? 0 : 1;
  return count;
}
