import type { LetterFilter } from '../../dead-letter-tools/letter-filter.js';
import { letterLine, type LetterLine } from '../../dead-letter-tools/letter-line.js';
import { LetterReader } from '../../dead-letter-tools/letter-reader.js';
import { LetterSelection } from '../../dead-letter-tools/letter-selection.js';
import { scrubbed } from '../../operating/scrubbed.js';
import type { OpenLetters } from './letters.js';

/** About so many characters are sent in one go: never all of them are in memory. */
const charactersAtOnce = 64 * 1024;

/**
 * Dead letters as lines of JSON, the oldest first, as the command `dead export` writes them and `dead import` takes them. Of one that
 * has a known password in its message, the message is left out.
 *
 * @param onEnded told how many there were, also where whoever asked went away, or Redis failed: then with the error
 */
export async function* exportLetters(
  { descriptor, client, scrub }: OpenLetters,
  filters: readonly LetterFilter[],
  onEnded: (exported: number, isWhole: boolean, failure: unknown) => void,
): AsyncGenerator<string, void, undefined> {
  let exported = 0;
  let isWhole = false;
  let text = '';
  let failure: unknown;
  try {
    const selection = await LetterSelection.make(new LetterReader(descriptor, client), descriptor, {
      filters,
    });
    for await (const letter of selection) {
      text += `${JSON.stringify(withoutPassword(letterLine(letter, scrub), scrub))}\n`;
      exported += 1;
      if (text.length < charactersAtOnce) continue;
      yield text;
      text = '';
    }
    if (text !== '') yield text;
    isWhole = true;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    onEnded(exported, isWhole, failure);
  }
}

function withoutPassword(line: LetterLine, scrub: (text: string) => string): LetterLine {
  const clean = scrubbed(line, scrub);
  if (JSON.stringify(clean) === JSON.stringify(line)) return line;
  const { body, fields, ...rest } = clean;
  return rest;
}

/** A name for the file, of what every system takes. */
export function exportName(functionId: string): string {
  return `dead-letters-${functionId.replaceAll(/[^\w.-]+/g, '_').slice(0, 80)}.ndjson`;
}
