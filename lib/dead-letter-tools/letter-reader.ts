import { deadLetterKeys } from '../dead-letters/dead-letter-key.js';
import { DeadLetterPages } from '../dead-letters/dead-letter-pages.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { CommandSender } from '../redis/commands/command-sender.js';
import { compareIds } from '../redis/commands/stream-reply.js';

/** The newest dead letter of each stream of a function: what comes after it is not looked at. */
export type Bounds = readonly (readonly [key: string, newest: string | undefined])[];

/** Reads the dead letters of a function, which may lie in several streams. Changes nothing. */
export class LetterReader {
  private readonly pages: DeadLetterPages;
  private readonly keys: readonly string[];

  constructor(
    descriptor: FunctionDescriptor,
    private readonly client: CommandSender,
  ) {
    this.pages = new DeadLetterPages(client);
    this.keys = deadLetterKeys(descriptor);
  }

  /** How many there are (XLEN). */
  async count(): Promise<number> {
    const lengths = await Promise.all(this.keys.map((key) => this.client.send(['XLEN', key])));
    return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
  }

  /** Where the streams end at present. */
  bounds(): Promise<Bounds> {
    return Promise.all(this.keys.map(async (key) => [key, await this.pages.newest(key)] as const));
  }

  /** Those up to the bounds, stream by stream, the oldest of each first. */
  async *oldestFirst(bounds: Bounds): AsyncGenerator<DeadLetter, void, undefined> {
    for (const [key, newest] of bounds) yield* this.pages.letters(key, newest, Infinity);
  }

  /** Those of one stream from an id on up to another; none where one of them is undefined. */
  async *between(
    key: string,
    from: string | undefined,
    last: string | undefined,
  ): AsyncGenerator<DeadLetter, void, undefined> {
    if (from !== undefined) yield* this.pages.letters(key, last, Infinity, from);
  }

  /** Those up to the bounds, of all streams together by their ids, the newest first. */
  async *newestFirst(bounds: Bounds): AsyncGenerator<DeadLetter, void, undefined> {
    const streams = bounds.map(([key, newest]) => this.pages.newestFirst(key, newest));
    const heads = await Promise.all(streams.map(async (stream) => ({ stream, ...(await stream.next()) })));
    for (;;) {
      const newest = heads
        .filter(({ done }) => !done)
        .sort((one, other) => compareIds((other.value as DeadLetter).id, (one.value as DeadLetter).id))[0];
      if (!newest?.value) return;
      yield newest.value;
      Object.assign(newest, await newest.stream.next());
    }
  }

  /** Those of one id: at most one in each stream. */
  async find(id: string): Promise<DeadLetter[]> {
    const found = await Promise.all(this.keys.map((key) => this.pages.letter({ key, id, source: '' })));
    return found.filter((each) => each !== undefined);
  }
}
