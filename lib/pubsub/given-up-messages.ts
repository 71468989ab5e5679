import { RetryDelays } from '../redis/errors/retry-delays.js';
import type { DeadLetterRecorder } from '../dead-letters/dead-letter-recorder.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { Fifo } from '../listeners/window/fifo.js';
import type { ListenerObserver } from '../listeners/listener.js';
import { stoppedFailure } from '../listeners/stopped-failure.js';
import type { ChannelMessage } from '../messages/channel-message.js';
import type { Failed } from '../messages/outcome.js';
import type { Clock } from '../time/clock.js';
import { guardLoop } from '../time/guard-loop.js';
import { LoopLiveness } from '../time/loop-liveness.js';
import { WakeableSleep } from '../time/wakeable-sleep.js';
import { whenTold } from '../time/when-told.js';
import { messageSize } from './message-size.js';

/** More than this do not wait for dead letters that cannot be written: what comes then is lost. */
export const mostUnrecorded = 1_000;

export interface GivenUpMessagesOptions {
  readonly descriptor: Pick<PubSubFunction, 'id' | 'deadLetter' | 'bufferLimitInBytes'>;
  readonly deadLetters: Pick<DeadLetterRecorder, 'record'>;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered' | 'lost'>;
  readonly clock: Clock;
}

interface GivenUp {
  readonly message: ChannelMessage;
  readonly failure: Failed;
}

/**
 * Messages that are not handled any more; Redis has no copy of them. They go to the dead letters where the function
 * asks for it. While these cannot be written, they wait here and hold up nobody; what does not find room is lost,
 * and counted.
 */
export class GivenUpMessages {
  /** Whether no error has ended the tries to write dead letters. */
  readonly liveness = new LoopLiveness();
  /** What is not recorded yet, be it written for the first time or waiting for another try. */
  private readonly open = new Set<ChannelMessage>();
  private readonly waiting = new Fifo<GivenUp>();
  private waitingBytes = 0;
  /** Whether the last try failed: then what comes waits with the others. */
  private isFailing = false;
  private isTrying = false;
  private isOver = false;
  private readonly retrySleep: WakeableSleep;
  private readonly waitingForEnd = new Set<() => void>();

  constructor(private readonly parts: GivenUpMessagesOptions) {
    this.retrySleep = new WakeableSleep(parts.clock);
  }

  /** Whether all are recorded. */
  get isEmpty(): boolean {
    return this.open.size === 0;
  }

  /** Whether it was given up, and is not recorded yet. */
  has(message: ChannelMessage): boolean {
    return this.open.has(message);
  }

  /** It failed for good. Resolves when it is recorded, or waits for that. */
  failed(message: ChannelMessage, failure: Failed): Promise<void> | undefined {
    return this.parts.descriptor.deadLetter ? this.record({ message, failure }) : undefined;
  }

  /** A stop came before it was handled. Resolves as `failed`. */
  stopped(message: ChannelMessage): Promise<void> | undefined {
    const { descriptor, observer } = this.parts;
    const what = 'a stop came before the message was handled';
    if (descriptor.deadLetter) return this.record({ message, failure: stoppedFailure(descriptor.id, what) });
    observer.lost(what, 1);
    return undefined;
  }

  /** Resolves when all are recorded; what is not when `deadline` is aborted is lost. */
  async end(deadline: AbortSignal): Promise<void> {
    const giveUp = (): void => this.loseAll();
    deadline.addEventListener('abort', giveUp);
    // There is no time to wait for a better moment.
    this.retrySleep.wake();
    while (this.open.size > 0 && !deadline.aborted) await whenTold(this.waitingForEnd, deadline);
    deadline.removeEventListener('abort', giveUp);
    if (deadline.aborted) this.loseAll();
  }

  private async record(givenUp: GivenUp): Promise<void> {
    this.open.add(givenUp.message);
    if (this.isFailing) {
      this.keep(givenUp);
      return;
    }
    try {
      await this.write(givenUp);
    } catch (error) {
      this.keep(givenUp);
      if (!this.isTrying) void guardLoop(this.tryUntilWritten(error), this.liveness, this.parts.observer);
    }
  }

  private async write({ message, failure }: GivenUp): Promise<void> {
    await this.parts.deadLetters.record(message, failure);
    this.close(message);
  }

  private keep(givenUp: GivenUp): void {
    if (this.isOver) return;
    if (this.hasRoomFor(givenUp.message)) {
      this.waiting.push(givenUp);
      this.waitingBytes += messageSize(givenUp.message);
      return;
    }
    this.parts.observer.lost('the dead letters cannot be written, and too many messages wait for them', 1);
    this.close(givenUp.message);
  }

  /** One message may always wait, however large it is. */
  private hasRoomFor(message: ChannelMessage): boolean {
    if (this.waiting.size === 0) return true;
    const bytes = this.waitingBytes + messageSize(message);
    return this.waiting.size < mostUnrecorded && bytes <= this.parts.descriptor.bufferLimitInBytes;
  }

  private takeWaiting(): GivenUp | undefined {
    const next = this.waiting.shift();
    if (next) this.waitingBytes -= messageSize(next.message);
    return next;
  }

  /** One after another: a thousand that are tried each for itself would be too much for a server in trouble. */
  private async tryUntilWritten(cause: unknown): Promise<void> {
    const { observer } = this.parts;
    const retries = new RetryDelays();
    this.isTrying = true;
    for (let error = cause; this.waiting.size > 0; error = await this.writeWaiting(retries)) {
      this.isFailing = true;
      observer.failed(error, this);
      await this.retrySleep.sleep(retries.after(error));
    }
    this.isTrying = false;
    this.isFailing = false;
    observer.recovered(this);
  }

  /** Resolves with what went wrong, or when nothing waits any more. */
  private async writeWaiting(retries: RetryDelays): Promise<unknown> {
    for (let next = this.takeWaiting(); next; next = this.takeWaiting()) {
      try {
        await this.write(next);
        this.isFailing = false;
        retries.reset();
      } catch (error) {
        // Behind the others: it may be the only one that cannot be written.
        this.keep(next);
        return error;
      }
    }
    return undefined;
  }

  private close(message: ChannelMessage): void {
    this.open.delete(message);
    if (this.open.size === 0) for (const tell of this.waitingForEnd) tell();
  }

  private loseAll(): void {
    this.isOver = true;
    this.waiting.drain();
    this.waitingBytes = 0;
    this.retrySleep.wake();
    const { size } = this.open;
    this.open.clear();
    if (size > 0) this.parts.observer.lost('messages could not be written to their dead letters', size);
  }
}
