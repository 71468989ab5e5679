import type { ChangeResult } from '../../actions/dead/change-dead-letters.js';
import type { Invocation } from '../../frame/command-spec.js';
import { exitCode } from '../../frame/exit-code.js';
import { formatCount } from '../../frame/table.js';
import { endMembers, endOf } from './early-end.js';
import { escapeText } from './escape-bytes.js';
import { choiceOf, type SelectionOptions } from './selection-options.js';

/** The options of commands that change dead letters. */
export interface ChangeOptions extends SelectionOptions {
  readonly dryRun?: true;
}

const words = {
  replay: { verb: 'Put back', would: 'Would put back', done: 'replayed' },
  remove: { verb: 'Removed', would: 'Would remove', done: 'removed' },
} as const;

/** Replays or removes what was chosen, and says what became of it. */
export async function changeCommand(
  how: 'replay' | 'remove',
  { args, options, output, programs }: Invocation<ChangeOptions>,
  ratePerSecond?: number,
): Promise<number> {
  const [functionId = '', ...ids] = args;
  const choice = choiceOf(ids, options);
  // Whoever names ids to replay knows which they are, and can find the messages again.
  const asks = how === 'remove' || choice.ids === undefined;
  const result = await programs.run('changeDead', {
    how,
    functionId,
    choice,
    question: asks ? `${how === 'replay' ? 'Replay' : 'Remove'} # of ${functionId}?` : null,
    ratePerSecond: ratePerSecond ?? null,
    dryRun: options.dryRun ?? false,
  });
  const { changed, failedAgain, endedBy: _signal, error: _error, ...rest } = result;
  const document = {
    ...rest,
    [words[how].done]: changed,
    ...(how === 'replay' && { failedAgain }),
    ...endMembers(result),
  };
  output.data(document, () => textOf(result, how));
  const end = endOf(result, 'What is left are dead letters as before.', output);
  if (end !== undefined) return end;
  const isIncomplete = result.refused > 0 || result.missing.length > 0 || result.declined;
  return isIncomplete ? exitCode.failed : exitCode.done;
}

function textOf(result: ChangeResult, how: 'replay' | 'remove'): string {
  const { functionId, dryRun, chosen, changed, gone, refused, missing, failedAgain, refusals, declined } =
    result;
  const { verb, would, done } = words[how];
  const letters = chosen === 1 ? 'dead letter' : 'dead letters';
  const of = chosen === changed ? '' : ` of ${formatCount(chosen)}`;
  const sum = declined
    ? `Nothing was ${done}.`
    : dryRun
      ? `${would} ${formatCount(chosen)} ${letters} of ${functionId}.`
      : `${verb} ${formatCount(changed)}${of} ${letters} of ${functionId}.`;
  const others = refused - refusals.length;
  return [
    sum,
    ...(gone > 0 ? [`Somebody else had replayed or removed ${formatCount(gone)} meanwhile.`] : []),
    ...missing.map((id) => `There is no dead letter ${id}.`),
    ...(failedAgain > 0 ? [`${formatCount(failedAgain)} failed again until now.`] : []),
    ...refusals.map(({ id, why }) => `Refused: ${id}: ${escapeText(why)}`),
    ...(others > 0 ? [`Refused: ${formatCount(others)} more.`] : []),
  ].join('\n');
}
