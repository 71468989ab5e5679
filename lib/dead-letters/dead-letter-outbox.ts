import type { RawMessage } from '../messages/raw-message.js';
import { isKeyError } from '../redis/errors/error-kind.js';
import { RetryDelays } from '../redis/errors/retry-delays.js';
import type { Clock } from '../time/clock.js';
import { guardLoop } from '../time/guard-loop.js';
import { LoopLiveness } from '../time/loop-liveness.js';
import { WakeableSleep } from '../time/wakeable-sleep.js';
import { whenTold } from '../time/when-told.js';

/**
 * Writes dead letters. One that cannot be written waits here with the others, and holds up no invocation meanwhile. They
 * are tried one after another, because a thousand at once would be too much for a server in trouble.
 */
export class DeadLetterOutbox {
  /** Not live any more once an error has ended the tries. */
  readonly liveness = new LoopLiveness();
  /** Messages whose letters are not written yet: those written for the first time, and those that wait. */
  private readonly unwritten = new Set<RawMessage>();
  private readonly waiting = new Set<OutgoingLetter>();
  private waitingBytes = 0;
  /** Whether the last try failed. */
  private isFailing = false;
  private trying?: Promise<void> | undefined;
  private isOver = false;
  private readonly retrySleep: WakeableSleep;
  private readonly onForgotten = new Set<() => void>();

  constructor(private readonly options: DeadLetterOutboxOptions) {
    this.retrySleep = new WakeableSleep(options.clock);
  }

  /** Whether all letters are written. */
  get isEmpty(): boolean {
    return this.unwritten.size === 0;
  }

  /** Whether the letter of this message is not written yet. */
  has(message: RawMessage): boolean {
    return this.unwritten.has(message);
  }

  /** Resolves when the letter is written, waits, or is not kept because there is no room for it. Never rejects. */
  async post(letter: OutgoingLetter): Promise<void> {
    this.unwritten.add(letter.message);
    if (this.isFailing && this.options.queuesWhileFailing) {
      this.keep(letter);
      return;
    }
    try {
      await this.write(letter);
    } catch (error) {
      this.keep(letter, error);
    }
  }

  /**
   * Goes on until all are written or `deadline` is aborted; then nothing is tried any more. Resolves with how many
   * letters are left.
   */
  async end(deadline: AbortSignal): Promise<number> {
    // There is no time to wait for a better moment.
    this.retrySleep.wake();
    while (!this.isEmpty && !deadline.aborted) await whenTold(this.onForgotten, deadline);
    const left = this.unwritten.size;
    this.isOver = true;
    this.waiting.clear();
    this.unwritten.clear();
    this.retrySleep.wake();
    return left;
  }

  /** Resolves when none of those that waited is being written; after the end. */
  async whenQuiet(): Promise<void> {
    await this.trying;
  }

  private async write(letter: OutgoingLetter): Promise<void> {
    await letter.write();
    if (this.waiting.delete(letter)) this.waitingBytes -= letter.sizeInBytes;
    this.forget(letter);
  }

  private keep(letter: OutgoingLetter, error?: unknown): void {
    // It was counted at the end.
    if (this.isOver && !this.has(letter.message)) return;
    if (this.isOver || !this.hasRoomFor(letter)) {
      this.forget(letter);
      letter.onNotKept(error);
      return;
    }
    this.waiting.add(letter);
    this.waitingBytes += letter.sizeInBytes;
    letter.onKept?.();
    this.trying ??= guardLoop(this.tryUntilWritten(error), this.liveness, this.options.observer);
  }

  /** One letter may always wait, however large it is. */
  private hasRoomFor({ sizeInBytes }: OutgoingLetter): boolean {
    const { mostLetters, mostBytes } = this.options;
    if (this.waiting.size === 0) return true;
    return this.waiting.size < mostLetters && this.waitingBytes + sizeInBytes <= mostBytes;
  }

  private async tryUntilWritten(cause: unknown): Promise<void> {
    const { observer } = this.options;
    const retries = new RetryDelays();
    for (let error = cause; this.waiting.size > 0; error = await this.writeWaiting(retries)) {
      this.isFailing = true;
      observer.failed(error, this);
      await this.retrySleep.sleep(retries.after(error));
    }
    this.trying = undefined;
    this.isFailing = false;
    observer.recovered(this);
  }

  /** Resolves with what went wrong, or when nothing waits any more. What is wrong with one source holds up no other. */
  private async writeWaiting(retries: RetryDelays): Promise<unknown> {
    const failed = new Map<string, unknown>();
    for (const letter of this.waiting) {
      if (failed.has(letter.source)) continue;
      try {
        await this.write(letter);
        this.isFailing = false;
        retries.reset();
      } catch (error) {
        this.moveBehindOthers(letter);
        if (!isKeyError(error)) return error;
        failed.set(letter.source, error);
      }
    }
    return failed.values().next().value;
  }

  /** It may be the only one that cannot be written. */
  private moveBehindOthers(letter: OutgoingLetter): void {
    if (this.waiting.delete(letter)) this.waiting.add(letter);
  }

  private forget({ message }: OutgoingLetter): void {
    this.unwritten.delete(message);
    for (const tell of this.onForgotten) tell();
  }
}

export interface DeadLetterOutboxOptions {
  readonly clock: Clock;
  readonly observer: OutboxObserver;
  /** More letters than this, or more bytes, do not wait. */
  readonly mostLetters: number;
  readonly mostBytes: number;
  /** Whether a letter that comes while others cannot be written waits behind them before it is tried for the first time. */
  readonly queuesWhileFailing: boolean;
}

/** Hears how the tries go. */
export interface OutboxObserver {
  /** A try failed; there will be another. */
  failed(error: unknown, work: object): void;
  /** Nothing waits any longer. */
  recovered(work: object): void;
}

/** A dead letter on its way. */
export interface OutgoingLetter {
  readonly message: RawMessage;
  /** The channel or key of its function: a key that refuses its letter holds up no letter of another. */
  readonly source: string;
  readonly sizeInBytes: number;
  /** Writes it, and does what is due then. Rejects where it could not be written. */
  write(): Promise<void>;
  /** It could not be written, and waits. */
  onKept?(): void;
  /** It could not be written, and does not wait. The error is given where it was tried. */
  onNotKept(error: unknown): void;
}
