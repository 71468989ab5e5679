import { groupOf } from '../../dead-letter-tools/error-groups.js';
import {
  anywhere,
  matchesAll,
  parseFilter,
  type LetterFilter,
} from '../../dead-letter-tools/letter-filter.js';
import { LetterReader, type Bounds } from '../../dead-letter-tools/letter-reader.js';
import { groupedLetters } from '../../dead-letter-tools/look-at-letters.js';
import { clipped } from '../../errors/clipped.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { DeadLetter } from '../../messages/dead-letter.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import { compareIds, idBefore } from '../../redis/commands/stream-reply.js';
import type { PayloadDisplay } from '../page-options.js';
import type { GroupPage, LetterPage, LetterRow } from '../letter-shapes.js';
import { previewOf } from './shown-letter.js';

/** So many are read for one answer at most, from the newest on: a million dead letters cost no more than ten thousand. */
export const mostLookedAt = 10_000;

const lettersPerPage = 50;

/** The dead letters of one function, and how they are shown. */
export interface OpenLetters {
  readonly descriptor: FunctionDescriptor;
  readonly client: CommandClient;
  readonly scrub: (text: string) => string;
  readonly payloads: PayloadDisplay;
}

/** What somebody typed to search for: `field=value` each, or words that stand anywhere. */
export function filtersOf(written: readonly string[]): LetterFilter[] {
  return written
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => parseFilter(text) ?? { field: anywhere, value: text });
}

/** The next part of the dead letters that match, the newest first. */
export async function readLetters(
  open: OpenLetters,
  filters: readonly LetterFilter[],
  cursor: string | undefined,
): Promise<LetterPage> {
  const { descriptor, client } = open;
  const reader = new LetterReader(descriptor, client);
  const [total, bounds] = await Promise.all([reader.count(), reader.bounds()]);
  const letters: LetterRow[] = [];
  let lookedAt = 0;
  let last: DeadLetter | undefined;
  for await (const letter of reader.newestFirst(cursor === undefined ? bounds : before(bounds, cursor))) {
    if (letters.length >= lettersPerPage || lookedAt >= mostLookedAt)
      return { total, lookedAt, letters, ...(last && { next: `${last.id} ${last.key}` }) };
    lookedAt += 1;
    last = letter;
    if (matchesAll(filters, letter, descriptor)) letters.push(showRow(letter, open));
  }
  return { total, lookedAt, letters };
}

/** The dead letters that match by their errors, of the latest ten thousand. */
export async function readGroups(
  { descriptor, client, scrub, payloads }: OpenLetters,
  filters: readonly LetterFilter[],
): Promise<GroupPage> {
  const reader = new LetterReader(descriptor, client);
  const look = await groupedLetters(reader, descriptor, { filters, latest: mostLookedAt });
  return {
    ...look,
    canExport: payloads === 'shown',
    groups: look.groups.map(({ firstAt, lastAt, error, message, ...group }) => ({
      ...group,
      error: clipped(scrub(error)),
      message: clipped(scrub(message)),
      firstAt: timeOf(firstAt),
      lastAt: timeOf(lastAt),
    })),
  };
}

/** Where each stream goes on behind a letter: among letters of one id, the stream that stands first came first. */
function before(bounds: Bounds, cursor: string): Bounds {
  const [id = '', key = ''] = /^(\d{1,20}-\d{1,20}) (.*)$/s.exec(cursor)?.slice(1) ?? [];
  if (id === '') return bounds;
  const at = bounds.findIndex(([each]) => each === key);
  return bounds.map(([each, newest], index) => {
    const end = index <= at ? idBefore(id) : id;
    return [each, newest !== undefined && compareIds(newest, end) < 0 ? newest : end] as const;
  });
}

function showRow(letter: DeadLetter, { scrub, payloads }: OpenLetters): LetterRow {
  const { id, key, source, reason, attempts, error, failedAt } = letter;
  const preview = previewOf(letter, payloads, scrub);
  return {
    id,
    key,
    source: clipped(source),
    failedAt: timeOf(failedAt),
    reason: clipped(reason),
    attempts,
    group: groupOf(letter),
    error: clipped(scrub(`${error.name}: ${error.message}`)),
    ...(preview !== undefined && { preview }),
    bytes: bytesIn(letter),
  };
}

export function bytesIn({ message }: DeadLetter): number {
  if (message.kind !== 'stream') return message.body.length;
  return message.fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}

/** Null for a time that is none: somebody else may have written it. */
function timeOf(at: Date): number | null {
  const time = at.getTime();
  return Number.isNaN(time) ? null : time;
}
