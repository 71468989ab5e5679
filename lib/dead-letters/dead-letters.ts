import type { CommandSender, RedisCommand } from '../connection/command-sender.js';
import type { CommandClient } from '../connection/client.js';
import { runScript } from '../connection/run-script.js';
import { fieldPairs, idAfter, type EntryReply } from '../connection/stream-reply.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { longestTimerInMs } from '../time/longest-timer.js';
import type { StreamField } from '../messages/stream-entry.js';
import { replayDeadLetter } from '../scripts/replay-dead-letter.js';
import type { Clock } from '../time/clock.js';
import { deadLetterKeys } from './dead-letter-key.js';
import { readDeadLetter } from './read-dead-letter.js';
import { replayArguments } from './replay-arguments.js';

/** How many are read in one go. */
const pageSize = 100;

/** How long the connection may take to become ready. */
const connectWithinInMs = 10_000;

/** Which dead letters: one, several, or all that there are at the call. */
export type WhichDeadLetters = DeadLetter | readonly DeadLetter[] | 'all';

export interface ReplayOptions {
  /** The most that are put back in a second; unless told, as fast as Redis takes them. */
  readonly ratePerSecond?: number;
  /** Ends the replay early: what was not put back stays a dead letter. */
  readonly signal?: AbortSignal;
}

export interface DeadLettersParts {
  readonly client: CommandSender & Pick<CommandClient, 'whenReady'>;
  readonly clock: Clock;
  /** Tells the function, where it runs here, that there may be something to deliver again. */
  readonly onReplayed: () => void;
}

/**
 * The dead letters of one function, oldest first; of a function with several keys, key by key. Every
 * method rejects where Redis cannot be reached within ten seconds; to call it again does no harm.
 */
export class DeadLetters implements AsyncIterable<DeadLetter> {
  /** @internal */
  constructor(
    private readonly descriptor: FunctionDescriptor,
    private readonly parts: DeadLettersParts,
  ) {}

  /** How many there are (XLEN). */
  async count(): Promise<number> {
    await this.connected();
    const lengths = await Promise.all(this.keys.map((key) => this.parts.client.send(['XLEN', key])));
    return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
  }

  /** The oldest, at most `limit` (100 unless told). To see all, however many: `for await (const each of …)`. */
  async list({ limit = 100 }: { readonly limit?: number } = {}): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    if (limit < 1) return letters;
    for await (const letter of this) {
      letters.push(letter);
      if (letters.length >= limit) break;
    }
    return letters;
  }

  /** All that there are when it begins, page by page (XRANGE). */
  async *[Symbol.asyncIterator](): AsyncGenerator<DeadLetter, void, undefined> {
    await this.connected();
    // What fails again meanwhile is not seen again: else a replay of all might never end.
    const bounds = await Promise.all(this.keys.map((key) => this.lastId(key)));
    for (const [index, key] of this.keys.entries()) yield* this.lettersOf(key, bounds[index]);
  }

  /**
   * Puts messages back to where they came from, byte for byte, and deletes their dead letters, each in one
   * step (a script). A list element goes to the end of its list where it waits longest; a message is
   * published again; a stream entry that is still in its stream is delivered again to its group alone, under
   * its own id, and one that was deleted is added again. Resolves with how many were put back: not those
   * that somebody else has replayed or removed meanwhile. An entry of more than 2,500 fields that was deleted is added
   * and its dead letter deleted in two steps. Rejects with OPTION_INVALID for a rate that is none.
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

  /** Deletes dead letters for good (XDEL). Resolves with how many there were. */
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

  private choose(which: WhichDeadLetters): AsyncIterable<DeadLetter> | Iterable<DeadLetter> {
    if (which === 'all') return this;
    return 'id' in which ? [which] : which;
  }

  private async replayOne(letter: DeadLetter): Promise<number> {
    // A channel is no key: in a cluster it has no slot.
    const keys = letter.kind === 'pubsub' ? [letter.key] : [letter.key, letter.source];
    const args = [letter.id, ...replayArguments(this.descriptor)];
    const replayed = Number(await runScript(this.parts.client, replayDeadLetter, keys, args));
    if (replayed === 0) return 0;
    if (replayed < 0) await this.addAgain(letter);
    this.parts.onReplayed();
    return 1;
  }

  /** For what is too long for the script. First the entry: it may be there twice, but is not lost. */
  private async addAgain({ key, id, source, message }: DeadLetter): Promise<void> {
    if (message.kind !== 'stream') return;
    await this.parts.client.send(['XADD', source, '*', ...message.fields.flat()]);
    await this.parts.client.send(['XDEL', key, id]);
  }

  private async *lettersOf(
    key: string,
    last: string | undefined,
  ): AsyncGenerator<DeadLetter, void, undefined> {
    let from: string | undefined = '-';
    while (from !== undefined && last !== undefined) {
      const page = await this.read(['XRANGE', key, from, last, 'COUNT', pageSize]);
      for (const [id, fields] of page) {
        const letter = readDeadLetter(key, id, fields);
        if (letter) yield letter;
      }
      const end = page.at(-1);
      if (!end || page.length < pageSize) return;
      from = idAfter(end[0]);
    }
  }

  private async lastId(key: string): Promise<string | undefined> {
    const [newest] = await this.read(['XREVRANGE', key, '+', '-', 'COUNT', 1]);
    return newest?.[0];
  }

  private async read(command: RedisCommand): Promise<[id: string, fields: StreamField[]][]> {
    const reply = (await this.parts.client.send(command)) as EntryReply[];
    return reply.map(([id, fields]) => [id.toString(), fieldPairs(fields ?? [])]);
  }

  private async connected(): Promise<void> {
    await this.parts.client.whenReady(AbortSignal.timeout(connectWithinInMs));
  }
}
