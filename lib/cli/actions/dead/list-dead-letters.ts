import type { ErrorGroup } from '../../../dead-letter-tools/error-groups.js';
import type { LetterFilter } from '../../../dead-letter-tools/letter-filter.js';
import { letterLine, type LetterLine } from '../../../dead-letter-tools/letter-line.js';
import { LetterReader } from '../../../dead-letter-tools/letter-reader.js';
import { groupedLetters, newestLetters, type Look } from '../../../dead-letter-tools/look-at-letters.js';
import type { ActionContext } from '../../program/action-context.js';
import { scrubbed } from '../../../operating/scrubbed.js';
import { openLetters } from './open-letters.js';

/** How many dead letters a function has, and when the newest failed. */
export interface FunctionDeadLetters {
  readonly functionId: string;
  readonly deadLetters: number;
  readonly newestAt?: string;
}

/** The dead letters of every function, as numbers. */
export async function countDeadLetters(
  { program }: ActionContext,
  _args: null,
): Promise<FunctionDeadLetters[]> {
  const loaded = await program();
  return Promise.all(
    loaded.functions.map(async (descriptor) => {
      const reader = new LetterReader(descriptor, await loaded.connect(descriptor));
      const deadLetters = await reader.count();
      const { value: newest } = await reader.newestFirst(await reader.bounds()).next();
      const newestAt = newest?.failedAt.toJSON();
      return { functionId: descriptor.id, deadLetters, ...(newestAt && { newestAt }) };
    }),
  );
}

export interface ListArguments {
  readonly functionId: string;
  readonly filters: readonly LetterFilter[];
  /** The most that are looked at, from the newest on. */
  readonly latest: number;
}

/** What a look saw of one function. */
export interface SeenLetters extends Look {
  readonly functionId: string;
  readonly letters: readonly LetterLine[];
}

/** The newest dead letters of a function. */
export async function listDeadLetters(
  { program }: ActionContext,
  { functionId, filters, latest, limit }: ListArguments & { readonly limit: number },
): Promise<SeenLetters> {
  const loaded = await program();
  const { reader, descriptor } = await openLetters(loaded, functionId, filters);
  const { letters, ...look } = await newestLetters(reader, descriptor, { filters, latest }, limit);
  const scrub = (text: string): string => loaded.secrets.scrub(text);
  return { functionId, ...look, letters: letters.map((each) => scrubbed(letterLine(each, scrub), scrub)) };
}

/** An error group with its times as texts; null for those that are none. */
export type GroupInJson = Omit<ErrorGroup, 'firstAt' | 'lastAt'> & {
  readonly firstAt: string | null;
  readonly lastAt: string | null;
};

/** What a look saw of one function, by errors. */
export interface SeenGroups extends Look {
  readonly functionId: string;
  readonly groups: readonly GroupInJson[];
}

/** The dead letters of a function, grouped by their errors. */
export async function groupDeadLetters(
  { program }: ActionContext,
  { functionId, filters, latest }: ListArguments,
): Promise<SeenGroups> {
  const loaded = await program();
  const { reader, descriptor } = await openLetters(loaded, functionId, filters);
  const { groups, ...look } = await groupedLetters(reader, descriptor, { filters, latest });
  const shown = groups.map((each) => ({
    ...each,
    message: loaded.secrets.scrub(each.message),
    firstAt: each.firstAt.toJSON(),
    lastAt: each.lastAt.toJSON(),
  }));
  return { functionId, ...look, groups: shown };
}
