import type { CommandSender } from '../redis/commands/command-sender.js';
import type { CommandClient } from '../redis/commands/clients.js';
import { runScript } from '../redis/commands/run-script.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { longestTimerInMs } from '../time/longest-timer.js';
import { replayDeadLetter } from '../redis/commands/lua/replay-dead-letter.js';
import type { Clock } from '../time/clock.js';
import { deadLetterKeys } from './dead-letter-key.js';
import { DeadLetterPages, type DeadLetterRef } from './dead-letter-pages.js';
import { replayArguments } from './replay-arguments.js';

/** How long the connection may take to become ready. */
const connectWithinInMs = 10_000;

/** Which dead letters: one, several, or all that exist at the time of the call. */
export type WhichDeadLetters = DeadLetter | readonly DeadLetter[] | 'all';

/** The options of `DeadLetters.replay`. */
export interface ReplayOptions {
  /** The maximum number of messages put back per second; above 0. Default: as fast as Redis takes them. */
  readonly ratePerSecond?: number;
  /** Ends the replay early when aborted; messages not yet put back stay dead letters. */
  readonly signal?: AbortSignal;
}

export interface DeadLettersOptions {
  readonly client: CommandSender & Pick<CommandClient, 'whenReady'>;
  readonly clock: Clock;
  /** Tells the function, where it runs here, that there may be something to deliver again. */
  readonly onReplayed: () => void;
}

/**
 * The dead letters of one function, oldest first; for a function with several keys, key by key. Every method rejects if
 * Redis cannot be reached within ten seconds; calling it again is safe.
 */
export class DeadLetters implements AsyncIterable<DeadLetter> {
  private readonly pages: DeadLetterPages;

  /** @internal */
  constructor(
    private readonly descriptor: FunctionDescriptor,
    private readonly parts: DeadLettersOptions,
  ) {
    this.pages = new DeadLetterPages(parts.client);
  }

  /** How many there are (XLEN). */
  async count(): Promise<number> {
    await this.connected();
    const lengths = await Promise.all(this.keys.map((key) => this.parts.client.send(['XLEN', key])));
    return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
  }

  /** The oldest dead letters, at most `limit` (default 100). To see all of them, use `for await (const each of …)`. */
  async list({ limit = 100 }: { readonly limit?: number } = {}): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    await this.connected();
    for (const key of this.keys) {
      const left = limit - letters.length;
      if (left < 1) break;
      for await (const letter of this.pages.letters(key, '+', left)) letters.push(letter);
    }
    return letters;
  }

  /**
   * All that exist when the iteration begins, page by page (XRANGE): a page has at most 100, or about 1 MiB, but at
   * least one.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<DeadLetter, void, undefined> {
    await this.connected();
    for (const [key, newest] of await this.bounds()) yield* this.pages.letters(key, newest, Infinity);
  }

  /**
   * Puts messages back where they came from, byte for byte, and deletes their dead letters, each in one atomic step (a
   * script). A list element goes to the end of its list where it waits longest; a pub/sub message is published again; a
   * stream entry that is still in its stream is delivered again to its own group only, under its own id, and one that
   * was deleted is added again. A deleted entry of more than 2,500 fields is added and its dead letter deleted in two
   * steps. Messages do not pass through this process then, as far as the user may run scripts. What was interrupted can be
   * called again: it goes on with what is left. Rejects with DEAD_LETTER_NOT_REPLAYED where the entry is there and Redis refuses
   * to deliver it again (its group is gone, or the user may not claim it); the dead letter is then kept. Resolves to the number of messages put back, not counting those that someone else replayed or removed in the
   * meantime. Rejects with OPTION_INVALID for an invalid `ratePerSecond`.
   */
  async replay(which: WhichDeadLetters, options: ReplayOptions = {}): Promise<number> {
    const { ratePerSecond = Infinity, signal = new AbortController().signal } = options;
    const restInMs = 1000 / ratePerSecond;
    if (!(restInMs >= 0 && restInMs <= longestTimerInMs)) throw this.rateInvalid(ratePerSecond);
    await this.connected();
    let replayed = 0;
    for await (const letter of this.choose(which)) {
      if (signal.aborted) break;
      if (replayed > 0) await this.parts.clock.sleep(restInMs, signal);
      if (signal.aborted) break;
      replayed += await this.replayOne(letter);
    }
    return replayed;
  }

  /** Deletes dead letters permanently (XDEL). Resolves to the number deleted. */
  async remove(which: WhichDeadLetters): Promise<number> {
    await this.connected();
    let removed = 0;
    for await (const { key, id } of this.choose(which)) {
      removed += Number(await this.parts.client.send(['XDEL', key, id]));
    }
    return removed;
  }

  private rateInvalid(ratePerSecond: number): RedisTriggersError {
    const what = `ratePerSecond must be a number above 0, not ${ratePerSecond}`;
    return new RedisTriggersError({ code: 'OPTION_INVALID', place: this.descriptor.place, what });
  }

  private get keys(): readonly string[] {
    return deadLetterKeys(this.descriptor);
  }

  private choose(which: WhichDeadLetters): AsyncIterable<DeadLetterRef> | Iterable<DeadLetterRef> {
    if (which === 'all') return this.all();
    return 'id' in which ? [which] : which;
  }

  private async *all(): AsyncGenerator<DeadLetterRef, void, undefined> {
    for (const [key, newest] of await this.bounds()) yield* this.pages.refs(key, newest);
  }

  /** Up to where each stream goes. What fails again meanwhile is not seen: else a replay of all might never end. */
  private bounds(): Promise<(readonly [key: string, newest: string | undefined])[]> {
    return Promise.all(this.keys.map(async (key) => [key, await this.pages.newest(key)] as const));
  }

  private async replayOne(ref: DeadLetterRef): Promise<number> {
    // A channel is no key: in a cluster it has no slot.
    const keys = this.descriptor.kind === 'pubsub' ? [ref.key] : [ref.key, ref.source];
    const args = [ref.id, ...replayArguments(this.descriptor)];
    const replayed = await runScript(this.parts.client, replayDeadLetter, keys, args);
    if (typeof replayed !== 'number') throw this.notReplayed(ref, String(replayed));
    if (replayed === 0 || (replayed === -1 && !(await this.addAgain(ref)))) return 0;
    this.parts.onReplayed();
    return 1;
  }

  /** For what is too long for the script. First the entry: it may be there twice, but is not lost. */
  private async addAgain(ref: DeadLetterRef): Promise<boolean> {
    const letter = await this.pages.letter(ref);
    if (letter?.message.kind !== 'stream') return false;
    await this.parts.client.send(['XADD', ref.source, '*', ...letter.message.fields.flat()]);
    await this.parts.client.send(['XDEL', ref.key, ref.id]);
    return true;
  }

  private notReplayed({ key, id }: DeadLetterRef, refusal: string): RedisTriggersError {
    const what = `the dead letter ${id} of "${key}" was not put back`;
    const problem = { code: 'DEAD_LETTER_NOT_REPLAYED', place: this.descriptor.id, what } as const;
    return new RedisTriggersError(problem, { cause: new Error(refusal) });
  }

  private async connected(): Promise<void> {
    await this.parts.client.whenReady(AbortSignal.timeout(connectWithinInMs));
  }
}
