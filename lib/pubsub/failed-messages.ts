import { DeadLetterOutbox, type OutgoingLetter } from '../dead-letters/dead-letter-outbox.js';
import type { DeadLetterRecorder } from '../dead-letters/dead-letter-recorder.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import type { ListenerObserver } from '../listeners/listener.js';
import { stoppedFailure } from '../listeners/stopped-failure.js';
import type { ChannelMessage } from '../messages/channel-message.js';
import type { Failed } from '../messages/outcome.js';
import type { Clock } from '../time/clock.js';
import type { LoopLiveness } from '../time/loop-liveness.js';
import { messageSize } from './message-size.js';

/** More than this do not wait for dead letters that cannot be written: what comes then is lost. */
export const mostUnrecorded = 1_000;

/**
 * Messages that are not handled any more; Redis has no copy of them. They go to the dead letters where the function
 * asks for it. What cannot be written and does not find room in the outbox is lost, and counted.
 */
export class FailedMessages {
  private readonly outbox: DeadLetterOutbox;

  constructor(private readonly options: FailedMessagesOptions) {
    const { descriptor, clock, observer } = options;
    this.outbox = new DeadLetterOutbox({
      clock,
      observer,
      mostLetters: mostUnrecorded,
      mostBytes: descriptor.bufferLimitInBytes,
      queuesWhileFailing: true,
    });
  }

  /** Not live any more once an error has ended the tries to write dead letters. */
  get liveness(): LoopLiveness {
    return this.outbox.liveness;
  }

  /** Whether all are recorded. */
  get isEmpty(): boolean {
    return this.outbox.isEmpty;
  }

  /** Whether the message failed, and is not recorded yet. */
  has(message: ChannelMessage): boolean {
    return this.outbox.has(message);
  }

  /** Records a message that failed for good. Resolves when it is recorded, or waits for that. */
  record(message: ChannelMessage, failure: Failed): Promise<void> | undefined {
    if (!this.options.descriptor.deadLetter) return undefined;
    return this.outbox.post(new MessageLetter(this.options, message, failure));
  }

  /** Records a message that a stop left unhandled, or counts it as lost. Resolves as `record`. */
  recordStopped(message: ChannelMessage): Promise<void> | undefined {
    const { descriptor, observer } = this.options;
    const what = 'a stop came before the message was handled';
    if (descriptor.deadLetter) return this.record(message, stoppedFailure(descriptor.id, what));
    observer.lost(what, 1);
    return undefined;
  }

  /** Resolves when all are recorded; what is not when `deadline` is aborted is lost. */
  async end(deadline: AbortSignal): Promise<void> {
    const left = await this.outbox.end(deadline);
    if (left > 0) this.options.observer.lost('messages could not be written to their dead letters', left);
  }
}

class MessageLetter implements OutgoingLetter {
  readonly source: string;
  readonly sizeInBytes: number;

  constructor(
    private readonly options: FailedMessagesOptions,
    readonly message: ChannelMessage,
    private readonly failure: Failed,
  ) {
    this.source = options.descriptor.channel;
    this.sizeInBytes = messageSize(message);
  }

  async write(): Promise<void> {
    await this.options.deadLetters.record(this.message, this.failure);
  }

  onNotKept(): void {
    const what = 'the dead letters cannot be written, and too many messages wait for them';
    this.options.observer.lost(what, 1);
  }
}

export interface FailedMessagesOptions {
  readonly descriptor: Pick<PubSubFunction, 'id' | 'channel' | 'deadLetter' | 'bufferLimitInBytes'>;
  readonly deadLetters: Pick<DeadLetterRecorder, 'record'>;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered' | 'lost'>;
  readonly clock: Clock;
}
