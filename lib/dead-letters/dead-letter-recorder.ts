import type { CommandSender, RedisCommand, TransactionSender } from '../connection/command-sender.js';
import { RetryDelays } from '../connection/retry-delays.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Failed } from '../messages/outcome.js';
import type { RawMessage } from '../messages/raw-message.js';
import type { DescribeError } from '../errors/describe-error.js';
import type { Clock } from '../time/clock.js';
import { deadLetterFields } from './dead-letter-fields.js';
import { deadLetterKey } from './dead-letter-key.js';
import { writeTogether } from './write-together.js';

/** Hears how recording goes. */
export interface RecorderObserver {
  /** A try failed; there will be another. */
  troubled(error: unknown, message: object): void;
  /** The message is recorded, or was given up. */
  mended(message: object): void;
}

/** What recording needs of its surroundings. */
export interface RecorderParts {
  readonly client: CommandSender & TransactionSender;
  readonly clock: Clock;
  readonly describeError: DescribeError;
  readonly observer: RecorderObserver;
}

/** Writes the dead letters of one function to its stream. */
export class DeadLetterRecorder {
  constructor(
    private readonly descriptor: FunctionDescriptor,
    private readonly parts: RecorderParts,
  ) {}

  /**
   * Records a message that failed for good, and in the same step runs `alongside`, such as its
   * acknowledgement. Rejects when that did not succeed: the message must then not be given up.
   */
  async record(message: RawMessage, failure: Failed, alongside: readonly RedisCommand[] = []): Promise<void> {
    const add = this.addCommand(message, failure);
    if (alongside.length > 0) await writeTogether(this.parts.client, [add, ...alongside]);
    else await this.parts.client.send(add);
  }

  /**
   * Records a message, and in the same step runs `alongside`, trying again until it succeeds.
   * Rejects with DEAD_LETTER_NOT_RECORDED once `signal` is aborted.
   */
  async recordAtAllCosts(
    message: RawMessage,
    failure: Failed,
    signal: AbortSignal,
    alongside: readonly RedisCommand[] = [],
  ): Promise<void> {
    try {
      await this.recordUntil(message, failure, signal, alongside);
    } finally {
      this.parts.observer.mended(message);
    }
  }

  private async recordUntil(
    message: RawMessage,
    failure: Failed,
    signal: AbortSignal,
    alongside: readonly RedisCommand[],
  ): Promise<void> {
    const retries = new RetryDelays();
    for (;;) {
      try {
        await this.record(message, failure, alongside);
        return;
      } catch (cause) {
        this.parts.observer.troubled(cause, message);
        if (signal.aborted) throw this.notRecorded(cause);
        await this.parts.clock.sleep(retries.after(cause), signal);
      }
    }
  }

  private addCommand(message: RawMessage, failure: Failed): RedisCommand {
    const { id, kind, deadLetterMaxLength } = this.descriptor;
    // Those of a pattern are in one stream, whatever channel a message came from.
    const source = kind === 'pubsub' ? this.descriptor.channel : sourceOf(message);
    const error = this.parts.describeError(failure.error);
    const facts = { functionId: id, failure, error, at: this.parts.clock.date() };
    const bound = ['MAXLEN', '~', deadLetterMaxLength];
    return ['XADD', deadLetterKey(source, id), ...bound, '*', ...deadLetterFields(message, facts)];
  }

  private notRecorded(cause: unknown): RedisTriggersError {
    const what = 'a message that failed could not be written to its dead letters before the stop';
    const problem = { code: 'DEAD_LETTER_NOT_RECORDED', place: this.descriptor.id, what } as const;
    return new RedisTriggersError(problem, { cause });
  }
}

function sourceOf(message: RawMessage): string {
  return message.kind === 'pubsub' ? message.channel : message.key;
}
