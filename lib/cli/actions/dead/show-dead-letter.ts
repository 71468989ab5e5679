import { letterLine, type LetterLine } from '../../../dead-letter-tools/letter-line.js';
import { RedisTriggersError } from '../../../errors/redis-triggers-error.js';
import { usageError } from '../../frame/command-error.js';
import type { ActionContext } from '../../program/action-context.js';
import { openLetters } from './open-letters.js';
import { scrubbed } from '../../../operating/scrubbed.js';

/** Which dead letter is shown. */
export interface ShowArguments {
  readonly functionId: string;
  readonly id: string;
  /** The key that it came from; null for any: the dead letters of each key have ids of their own. */
  readonly source: string | null;
}

/** Everything of one dead letter. */
export async function showDeadLetter(
  { program }: ActionContext,
  { functionId, id, source }: ShowArguments,
): Promise<LetterLine> {
  const loaded = await program();
  const { reader } = await openLetters(loaded, functionId);
  const found = (await reader.find(id)).filter((each) => source === null || each.source === source);
  const [letter, ...others] = found;
  if (others.length > 0) {
    const sources = found.map((each) => each.source).join(', ');
    throw usageError(`${id} is a dead letter of each of ${sources}`, 'Say which one with --key');
  }
  if (!letter) {
    const what = `there is no dead letter ${id}${source === null ? '' : ` of ${source}`}`;
    throw new RedisTriggersError({ code: 'DEAD_LETTER_UNKNOWN', place: functionId, what });
  }
  const scrub = (text: string): string => loaded.secrets.scrub(text);
  return scrubbed(letterLine(letter, scrub), scrub);
}
