import type { DeadLetter } from '../messages/dead-letter.js';
import { idAfter } from '../redis/commands/stream-reply.js';
import type { Bounds, LetterReader } from './letter-reader.js';
import { messageDigest } from './message-digest.js';

/** Knows of messages that were put back whether they became dead letters again. */
export class FailedAgain {
  private readonly putBack = new Set<number>();
  private seenUpTo: Bounds;
  private failed = 0;

  /** @param bounds what was there before the first was put back */
  constructor(
    private readonly reader: LetterReader,
    bounds: Bounds,
  ) {
    this.seenUpTo = bounds;
  }

  /** To be called before a message is put back, because it may fail at once. */
  add(letter: DeadLetter): void {
    this.putBack.add(messageDigest(letter));
  }

  /** How many dead letters have come with such a message until now. */
  async count(): Promise<number> {
    const bounds = await this.reader.bounds();
    const came = bounds.map(([key, newest], index) => {
      const seen = this.seenUpTo[index]?.[1];
      return { key, newest, from: seen === undefined ? '-' : idAfter(seen) };
    });
    for (const { key, newest, from } of came) {
      for await (const letter of this.reader.between(key, from, newest)) {
        if (this.putBack.has(messageDigest(letter))) this.failed += 1;
      }
    }
    // The newest one may have been put back or removed meanwhile: what was seen is not counted again.
    this.seenUpTo = bounds.map(([key, newest], index) => [key, newest ?? this.seenUpTo[index]?.[1]]);
    return this.failed;
  }
}
