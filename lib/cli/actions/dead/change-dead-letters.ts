import { changeLetters, type ChangeCounts } from '../../../dead-letter-tools/change-letters.js';
import { FailedAgain } from '../../../dead-letter-tools/failed-again.js';
import { LetterSelection, type Choice } from '../../../dead-letter-tools/letter-selection.js';
import { systemClock } from '../../../time/system-clock.js';
import { reportOf, type ErrorReport } from '../../frame/command-error.js';
import type { ActionContext } from '../../program/action-context.js';
import { openLetters, type OpenLetters } from './open-letters.js';
import { ProgressReport } from './progress-report.js';

/** Which dead letters are replayed or removed, and how. */
export interface ChangeArguments {
  readonly how: 'replay' | 'remove';
  readonly functionId: string;
  readonly choice: Choice;
  /** Asked before anything is changed, with the number in place of `#`; null where nobody is asked. */
  readonly question: string | null;
  readonly ratePerSecond: number | null;
  readonly dryRun: boolean;
}

/** What became of them. */
export interface ChangeResult extends Readonly<ChangeCounts> {
  readonly functionId: string;
  readonly dryRun: boolean;
  /** How many were chosen. */
  readonly chosen: number;
  /** The ids that were asked for, and are no dead letter. */
  readonly missing: readonly string[];
  /** Of a replay: dead letters that have come meanwhile with a message that was put back. */
  readonly failedAgain: number;
  /** The first of those that Redis refuses. */
  readonly refusals: readonly { readonly id: string; readonly why: string }[];
  /** Somebody was asked, and said no. */
  readonly declined?: true;
  /** The signal that ended it before it was done. */
  readonly endedBy?: string;
  /** What ended it before it was done. */
  readonly error?: ErrorReport;
}

/** So many refusals are told one by one. */
const mostRefusals = 10;

/** Replays or removes dead letters. What ends it early is part of the result, because what was done by then is done. */
export async function changeDeadLetters(
  context: ActionContext,
  args: ChangeArguments,
): Promise<ChangeResult> {
  const { functionId, choice, question, dryRun } = args;
  const program = await context.program();
  const open = await openLetters(program, functionId, choice.ids ? [] : choice.filters);
  const selection = await LetterSelection.make(open.reader, open.descriptor, choice);
  const missing = await selection.missing();
  const chosen = await selection.count();
  const counts: ChangeCounts = { changed: 0, gone: 0, refused: 0 };
  const refusals: { id: string; why: string }[] = [];
  const result = { functionId, dryRun, chosen, missing, refusals, failedAgain: 0 };
  if (dryRun || chosen === 0) return { ...result, ...counts };
  if (question !== null) {
    const asked = question.replace(
      '#',
      chosen === 1 ? '1 dead letter' : `${chosen.toLocaleString('en-US')} dead letters`,
    );
    if (!(await context.tell({ kind: 'confirm', question: asked })))
      return { ...result, ...counts, declined: true };
  }
  const again = args.how === 'replay' ? new FailedAgain(open.reader, selection.bounds) : undefined;
  const progress = new ProgressReport(context, chosen, again);
  const { ratePerSecond } = args;
  try {
    const isDone = await changeLetters(selection, changeOf(args, open), counts, {
      clock: systemClock,
      signal: context.signal,
      ...(ratePerSecond !== null && { ratePerSecond }),
      onBefore: (letter) => again?.add(letter),
      onAfter: () => progress.show(counts),
      onRefused: ({ id }, error) => {
        if (refusals.length < mostRefusals) refusals.push({ id, why: program.secrets.scrub(error.message) });
      },
    });
    const endedBy = isDone ? {} : { endedBy: String(context.signal.reason) };
    return { ...result, ...counts, failedAgain: await progress.end(counts), ...endedBy };
  } catch (thrown) {
    const error = reportOf(thrown, (text) => program.secrets.scrub(text));
    return { ...result, ...counts, failedAgain: await progress.end(counts), error };
  }
}

function changeOf({ how }: ChangeArguments, { letters }: OpenLetters): Parameters<typeof changeLetters>[1] {
  return how === 'replay'
    ? async (letter) => (await letters.replay(letter)) === 1
    : async (letter) => (await letters.remove(letter)) === 1;
}
