import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import { matchesAll, type LetterFilter } from './letter-filter.js';
import type { Bounds, LetterReader } from './letter-reader.js';

/** Which dead letters somebody chose: those of some ids, or all that match some filters. */
export type Choice =
  | { readonly ids: readonly string[] }
  | { readonly ids?: undefined; readonly filters: readonly LetterFilter[] };

/**
 * The dead letters that were chosen, of those that exist when the selection is made: what fails again meanwhile is no
 * part of it. It keeps none of them, so that there may be any number; each iteration reads them anew, the oldest first.
 */
export class LetterSelection implements AsyncIterable<DeadLetter> {
  private constructor(
    private readonly reader: LetterReader,
    private readonly descriptor: FunctionDescriptor,
    private readonly choice: Choice,
    /** Where the streams ended when it was made. */
    readonly bounds: Bounds,
  ) {}

  static async make(
    reader: LetterReader,
    descriptor: FunctionDescriptor,
    choice: Choice,
  ): Promise<LetterSelection> {
    return new LetterSelection(reader, descriptor, choice, await reader.bounds());
  }

  /** How many there are at present. */
  async count(): Promise<number> {
    if (this.choice.ids === undefined && this.choice.filters.length === 0) return this.reader.count();
    let count = 0;
    const letters = this[Symbol.asyncIterator]();
    while (!(await letters.next()).done) count += 1;
    return count;
  }

  /** Which of the chosen ids no dead letter has. */
  async missing(): Promise<string[]> {
    const missing: string[] = [];
    for (const id of this.ids()) if ((await this.reader.find(id)).length === 0) missing.push(id);
    return missing;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<DeadLetter, void, undefined> {
    if (this.choice.ids !== undefined) {
      for (const id of this.ids()) yield* await this.reader.find(id);
      return;
    }
    const { filters } = this.choice;
    for await (const letter of this.reader.oldestFirst(this.bounds)) {
      if (matchesAll(filters, letter, this.descriptor)) yield letter;
    }
  }

  private ids(): Set<string> {
    return new Set(this.choice.ids);
  }
}
