import { letterLine, type LetterLine } from '../../../dead-letter-tools/letter-line.js';
import { RedisTriggersError } from '../../../errors/redis-triggers-error.js';
import type { ActionContext } from '../../program/action-context.js';
import { openLetters } from './open-letters.js';
import { scrubbed } from './scrubbed.js';

/** Everything of one dead letter. */
export async function showDeadLetter(
  { program }: ActionContext,
  { functionId, id }: { readonly functionId: string; readonly id: string },
): Promise<LetterLine> {
  const loaded = await program();
  const { reader } = await openLetters(loaded, functionId);
  const [letter] = await reader.find(id);
  if (!letter) {
    const what = `there is no dead letter ${id}`;
    throw new RedisTriggersError({ code: 'DEAD_LETTER_UNKNOWN', place: functionId, what });
  }
  const scrub = (text: string): string => loaded.secrets.scrub(text);
  return scrubbed(letterLine(letter, scrub), scrub);
}
