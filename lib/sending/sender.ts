import type { RedisCommand } from '../redis/commands/command-sender.js';
import type {
  AnyDefinition,
  ChannelDefinition,
  InputOf,
  ListDefinition,
  StreamDefinition,
} from '../triggers/definition.js';
import type {
  AddOptions,
  AnySendOptions,
  CommandOptions,
  DelayedAddOptions,
  DelayedPushOptions,
  PublishOptions,
  PushOptions,
} from './send-options.js';
import { SendCalls } from './send-calls.js';
import type { SenderSurroundings } from './sender-surroundings.js';
import { markOwnClass } from '../messages/own-class.js';

/** One message for a definition. An array is always several: one message that is an array is sent as an array of one. */
export type OneMessage<Defined extends AnyDefinition> = Exclude<InputOf<Defined>, readonly unknown[]>;

/** Several messages for a definition. */
export type ManyMessages<Defined extends AnyDefinition> = readonly InputOf<Defined>[];

/** The words of a command, for a transaction or a pipeline of your own. */
export type CommandWords = [name: string, ...args: (string | Buffer)[]];

/**
 * Sends messages to where definitions lead: `createSender` makes one, a runtime has one as `runtime.sender`, and a handler
 * can inject it by this type. Every message is validated as its handler will validate it, and all of them before the first is
 * sent. It connects when it first sends, and waits for a connection that is lost.
 *
 * A send that is refused, or cannot be made in time, rejects with a `SendError`, whose `mayHaveBeenSent` says whether it is
 * safe to send again. What may have taken effect is never sent twice, unless `duplicates: 'allowed'`.
 */
export class Sender implements AsyncDisposable {
  static {
    markOwnClass(this, 'Sender');
  }

  private readonly calls: SendCalls;
  private closed?: Promise<void>;

  /** @internal */
  constructor(surroundings: SenderSurroundings) {
    this.calls = new SendCalls(surroundings);
  }

  /**
   * Pushes one element, or several in one command, to the end of the list that is popped last (RPUSH, or LPUSH where
   * handlers pop from the right): what is pushed first is handled first. Of several, all are pushed or none.
   *
   * With `delayInMs` or `at` they are kept in Redis, and pushed by those who listen when they are due; of several, a thousand at
   * a time are kept or none.
   *
   * @returns the length of the list then; 0 of an empty array, which sends nothing; undefined of what is delayed
   * @throws SendError SEND_INVALID, SEND_FAILED; RedisTriggersError SEND_OPTION_INVALID, CONNECTION_UNRESOLVED, and what is
   *   wrong with the definition
   */
  push<Defined extends ListDefinition>(
    list: Defined,
    elements: OneMessage<Defined> | ManyMessages<Defined>,
    options: DelayedPushOptions,
  ): Promise<undefined>;
  push<Defined extends ListDefinition>(
    list: Defined,
    elements: OneMessage<Defined> | ManyMessages<Defined>,
    options?: PushOptions,
  ): Promise<number>;
  async push(
    list: ListDefinition,
    given: unknown,
    options: AnySendOptions = {},
  ): Promise<number | undefined> {
    const replies = await this.calls.send('list', list, several(given), options);
    return isForLater(options) ? undefined : ((replies[0] ?? 0) as number);
  }

  /**
   * Adds one entry to a stream, or several in one write (XADD for each). Of several, some may be added and others not:
   * `results` of the error says which.
   *
   * With `delayInMs` or `at` they are kept in Redis, and added by those who listen when they are due.
   *
   * @returns the id of the entry, or of each; undefined of what is delayed
   * @throws as `push`
   */
  add<Defined extends StreamDefinition>(
    stream: Defined,
    entries: OneMessage<Defined> | ManyMessages<Defined>,
    options: DelayedAddOptions,
  ): Promise<undefined>;
  add<Defined extends StreamDefinition>(
    stream: Defined,
    entry: OneMessage<Defined>,
    options?: AddOptions,
  ): Promise<string>;
  add<Defined extends StreamDefinition>(
    stream: Defined,
    entries: ManyMessages<Defined>,
    options?: Omit<AddOptions, 'id'>,
  ): Promise<string[]>;
  async add(stream: StreamDefinition, given: unknown, options: AnySendOptions = {}): Promise<unknown> {
    const ids = await this.calls.send('stream', stream, several(given), options);
    if (isForLater(options)) return undefined;
    return Array.isArray(given) ? ids : ids[0];
  }

  /**
   * Publishes one message, or several in one write (PUBLISH for each; SPUBLISH on a sharded channel). Only who listens at
   * that moment gets it.
   *
   * @returns how many connections got it, or each of them; in a cluster, those of one node
   * @throws as `push`
   */
  publish<Defined extends ChannelDefinition>(
    channel: Defined,
    message: OneMessage<Defined>,
    options?: PublishOptions,
  ): Promise<number>;
  publish<Defined extends ChannelDefinition>(
    channel: Defined,
    messages: ManyMessages<Defined>,
    options?: PublishOptions,
  ): Promise<number[]>;
  async publish(channel: ChannelDefinition, given: unknown, options: PublishOptions = {}): Promise<unknown> {
    const receivers = await this.calls.send('pubsub', channel, several(given), options);
    return Array.isArray(given) ? receivers : receivers[0];
  }

  /**
   * The words of the command that would send this, for a transaction or a pipeline of your own on the same Redis:
   * `redis.multi().set(key, value).call(...sender.command(orders, order)).exec()`. Sends nothing, and is validated at once:
   * a schema that validates asynchronously cannot be used. Several elements of a list are one command; of streams and
   * channels there is a command for each message.
   *
   * @throws as `push`
   */
  command<Defined extends AnyDefinition>(
    definition: Defined,
    message: OneMessage<Defined> | (Defined extends ListDefinition ? ManyMessages<Defined> : never),
    options: CommandOptions = {},
  ): CommandWords {
    return words(this.calls.command(definition, several(message), options));
  }

  /**
   * Takes no more, and resolves when everything that was begun has been sent or has failed. Then the connections of
   * `createSender` are closed; those of a runtime are its own. May be called twice.
   */
  close(): Promise<void> {
    return (this.closed ??= this.calls.end(new AbortController().signal));
  }

  /** Closes: `await using sender = createSender(…)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function isForLater({ delayInMs, at }: AnySendOptions): boolean {
  return delayInMs !== undefined || at !== undefined;
}

function several(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? (given as unknown[]) : [given];
}

function words([name, ...args]: RedisCommand): CommandWords {
  return [name, ...args.map((each) => (typeof each === 'number' ? String(each) : each))];
}

/** What each call of a sender goes through: for the runtime and for add-ons alone. */
export function callsOf(sender: Sender): SendCalls {
  return sender['calls'];
}
