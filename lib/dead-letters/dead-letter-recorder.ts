import type { CommandSender, RedisCommand, TransactionSender } from '../redis/commands/command-sender.js';
import { RetryDelays } from '../redis/errors/retry-delays.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourceAmong } from '../functions/sources.js';
import type { Failed } from '../messages/outcome.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { RawMessage } from '../messages/raw-message.js';
import type { DescribeError } from '../errors/describe-error.js';
import type { Clock } from '../time/clock.js';
import { deadLetterFields, type DeadLetterFacts } from './dead-letter-fields.js';
import { deadLetterKey } from './dead-letter-key.js';
import { describeDeadLetter } from './describe-dead-letter.js';
import { writeTogether, type Acknowledgement } from './write-together.js';

/** Hears how recording goes. */
export interface RecorderObserver {
  /** A try failed; there will be another. */
  failed(error: unknown, message: object): void;
  /** A message was recorded. Must not throw: it would be recorded again. */
  recorded(deadLetter: DeadLetter): void;
  /** The message is recorded, or was given up. */
  recovered(message: object): void;
}

/** What recording needs of its surroundings. */
export interface RecorderOptions {
  readonly client: CommandSender & TransactionSender;
  readonly clock: Clock;
  readonly describeError: DescribeError;
  readonly observer: RecorderObserver;
}

/** Writes the dead letters of one function to its stream. */
export class DeadLetterRecorder {
  constructor(
    private readonly descriptor: FunctionDescriptor,
    private readonly options: RecorderOptions,
  ) {}

  /**
   * Records a message that failed for good, and acknowledges it in the same step. Rejects when that did not
   * succeed: the message must then not be given up. Of one that is not this consumer's any more nothing is recorded;
   * resolves with whether it was.
   */
  async record(message: RawMessage, failure: Failed, acknowledgement?: Acknowledgement): Promise<boolean> {
    const { client, observer } = this.options;
    const key = this.keyFor(message);
    const facts = this.factsOf(failure);
    const add = this.addCommand(key, message, facts);
    const id = acknowledgement
      ? await writeTogether(client, add, acknowledgement)
      : String(await client.send(add));
    if (id !== undefined) observer.recorded(describeDeadLetter(message, facts, key, id));
    return id !== undefined;
  }

  /** The same, trying again until it succeeds. Rejects with DEAD_LETTER_NOT_RECORDED once `signal` is aborted. */
  async recordUntil(
    message: RawMessage,
    failure: Failed,
    signal: AbortSignal,
    acknowledgement?: Acknowledgement,
  ): Promise<boolean> {
    try {
      return await this.tryUntil(message, failure, signal, acknowledgement);
    } finally {
      this.options.observer.recovered(message);
    }
  }

  private async tryUntil(
    message: RawMessage,
    failure: Failed,
    signal: AbortSignal,
    acknowledgement: Acknowledgement | undefined,
  ): Promise<boolean> {
    const retries = new RetryDelays();
    for (;;) {
      try {
        return await this.record(message, failure, acknowledgement);
      } catch (cause) {
        this.options.observer.failed(cause, message);
        if (signal.aborted) throw this.notRecorded(cause);
        await this.options.clock.sleep(retries.after(cause), signal);
      }
    }
  }

  /** Those of a pattern are in one stream, whatever channel a message came from. */
  private keyFor(message: RawMessage): string {
    const { descriptor } = this;
    return deadLetterKey(sourceAmong(descriptor, message), descriptor.id);
  }

  private factsOf(failure: Failed): DeadLetterFacts {
    const { clock, describeError } = this.options;
    return {
      functionId: this.descriptor.id,
      failure,
      error: describeError(failure.error),
      at: clock.date(),
    };
  }

  private addCommand(key: string, message: RawMessage, facts: DeadLetterFacts): RedisCommand {
    const bound = ['MAXLEN', '~', this.descriptor.deadLetterMaxLength];
    return ['XADD', key, ...bound, '*', ...deadLetterFields(message, facts)];
  }

  private notRecorded(cause: unknown): RedisTriggersError {
    const what = 'a failed message could not be written to its dead letters before the stop';
    const problem = { code: 'DEAD_LETTER_NOT_RECORDED', place: this.descriptor.id, what } as const;
    return new RedisTriggersError(problem, { cause });
  }
}
