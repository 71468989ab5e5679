import type { ChannelMessage } from '../messages/channel-message.js';
import type { ListElement } from '../messages/list-element.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import type { Deduplicate } from './deduplicate.js';
import type { OrderBy } from './order-by.js';
import type { PayloadType } from './payload.js';
import type { RetryOptions } from './retry-options.js';

/** Options that every trigger has. */
export interface CommonTriggerOptions {
  /**
   * The name of a connection: one of `createRuntime({ connections })`, or of a setting. Where there is
   * none of that name, a literal connection string.
   */
  connection: string;
  /** The function id; `ClassName.methodName` unless told. Unique in a runtime. */
  name?: string;
  /**
   * The most invocations of this function in flight in this process. Default: `count` for lists and
   * streams (1 with `batch`), 100 for pub/sub.
   */
  concurrency?: number;
  /** What the message is decoded to: a class with class-validator decorators, or a Standard Schema. */
  payload?: PayloadType;
  /** How a failed invocation is tried again in this process; unless told, it is not. */
  retry?: RetryOptions;
  /**
   * How long one attempt may take, in milliseconds: then its `signal` is aborted, and it fails with
   * HANDLER_TIMED_OUT. A handler that does not react to the signal goes on running beside the others. Unless
   * told, there is no limit.
   */
  timeLimitInMs?: number;
  /** About how many dead letters of this function are kept; the oldest go first. Default 10,000. */
  deadLetterMaxLength?: number;
}

/** Options of `@RedisPubSubTrigger`. */
export interface PubSubTriggerOptions extends CommonTriggerOptions {
  /** The channel or glob pattern, with `%setting%` placeholders. */
  channel: string;
  /**
   * true: a pattern (PSUBSCRIBE); false: a literal channel (SUBSCRIBE). Unless told, a pattern if the text
   * has a `*`, `?` or `[` without a backslash before it.
   */
  pattern?: boolean;
  /**
   * How many messages wait in this process when `concurrency` invocations are in flight. When it is full,
   * the oldest is dropped and counted. Default 10,000.
   */
  bufferLimit?: number;
  /** Whether a message whose invocation failed for good goes to the dead letters. Default false. */
  deadLetter?: boolean;
  /**
   * Of the processes that subscribe, one handles the messages: it holds a lease in Redis, and another takes
   * over within about four seconds of its death, or one after its stop. What is published meanwhile is a gap,
   * and is reported. Default false: each process handles every message.
   */
  exclusive?: boolean;
  /**
   * Skips a message whose id was handled with success within the last `forInMs`, by this process or another: so
   * of several processes that subscribe, one handles each message. A message whose id is being handled waits
   * until that ends: it is skipped after a success, and handled after a failure. For a pattern, ids are those
   * of all its channels. Costs two scripts (EVALSHA) a message. Default: none; every message is handled.
   */
  deduplicate?: Deduplicate<ChannelMessage>;
  /**
   * Subscribes to a sharded channel (SSUBSCRIBE, Redis 7.0): in a cluster its messages, sent by SPUBLISH, stay on the
   * node that holds the channel's slot. Not with patterns. Default false.
   */
  sharded?: boolean;
  /**
   * For `__keyspace@…` and `__keyevent@…` channels: add the flags that are missing to the server's
   * `notify-keyspace-events` (CONFIG SET). Default: what `createRuntime` says, else false.
   */
  configureKeyspaceNotifications?: boolean;
}

/** Options that lists and streams share. */
export interface PollingTriggerOptions extends CommonTriggerOptions {
  /** One key, several separated by spaces, or an array of keys; with `%setting%` placeholders. */
  key: string | readonly string[];
  /** The longest rest between two looks at an empty key, in milliseconds. Default 1000. */
  pollingIntervalInMs?: number;
  /** The most elements taken by one command. Default 10. */
  count?: number;
  /** How many messages one worker should have before another is started. Default 100. */
  messagesPerWorker?: number;
  /**
   * The most elements that wait in this process beyond those in flight. Default `count` for streams and for
   * lists with `delivery: 'atLeastOnce'`, else 0.
   */
  prefetch?: number;
  /** One invocation gets the array of what one command returned. Default false. */
  batch?: boolean;
  /** false: look at the key at each interval instead of waiting with a blocking command. Default true. */
  blocking?: boolean;
}

/** Options of `@RedisListTrigger`. */
export interface ListTriggerOptions extends PollingTriggerOptions {
  /** true: pop from the left (LPOP); false: from the right (RPOP). Default true. */
  listPopFromBeginning?: boolean;
  /**
   * Gives the key of an element. Elements of one key are handled one after another, in their order and across
   * retries; different keys side by side, up to `concurrency`. In this process only. While a key is handled, up
   * to 100 elements wait here behind others of their key (`concurrency + prefetch` where that is more). Not with
   * `batch`. What it throws fails the element. Default: none; nothing waits for anything.
   */
  orderBy?: OrderBy<ListElement>;
  /**
   * Skips an element whose id was handled with success within the last `forInMs`, by this process or another.
   * An element whose id is being handled waits until that ends: it is skipped after a success, and handled
   * after a failure. With several keys, each has ids of its own. Not with `batch`. Costs two scripts (EVALSHA) an
   * element. Default: none; every element is handled.
   */
  deduplicate?: Deduplicate<ListElement>;
  /**
   * `'atMostOnce'`: the pop takes the element out of Redis, and what a process held when it crashed is gone.
   * `'atLeastOnce'`: it stays in Redis until it was handled, and goes back to its list when its process has
   * died; a handler may then see it twice. Needs scripts (EVAL). Default `'atMostOnce'`.
   */
  delivery?: ListDelivery;
  /**
   * With `delivery: 'atLeastOnce'`: how long a process may be silent before others take back what it holds, in
   * milliseconds. A process says that it lives also while a handler runs. At least 100; default 60,000.
   */
  claimIdleInMs?: number;
  /** With `delivery: 'atLeastOnce'`: how often an element is delivered before it goes to the dead letters. Default 5. */
  maxDeliveryCount?: number;
}

/** What a list trigger promises: see {@link ListTriggerOptions.delivery}. */
export type ListDelivery = 'atMostOnce' | 'atLeastOnce';

/** Options of `@RedisStreamTrigger`. */
export interface StreamTriggerOptions extends PollingTriggerOptions {
  /** Delete an entry (XDEL) after it was acknowledged. Default false. */
  deleteAfterProcess?: boolean;
  /**
   * Gives the key of an entry. Entries of one key are handled one after another, in their order, across retries
   * and across redeliveries by this process; different keys side by side, up to `concurrency`. In this process
   * only. Up to 1,000 entries wait here behind others of their key (`concurrency + prefetch` where that is
   * more). Not with `batch`. What it throws fails the entry. Default: none; nothing waits for anything.
   */
  orderBy?: OrderBy<StreamEntry>;
  /**
   * Skips an entry whose id was handled with success within the last `forInMs`, by this process or another; the
   * id is what `by` gives, not the entry's own unless it gives that. An entry whose id is being handled waits until
   * that ends: it is skipped after a success, and handled after a failure. With several keys, each has ids of
   * its own. Not with `batch`. Costs two scripts (EVALSHA) an entry. Default: none; every entry is handled.
   */
  deduplicate?: Deduplicate<StreamEntry>;
  /** The consumer group; the function id unless told. With `%setting%` placeholders. */
  consumerGroup?: string;
  /** Where a new group starts: `'0'` (every entry there is), `'$'` (new entries only), or an id. Default `'0'`. */
  startFrom?: string;
  /**
   * How long an entry must be held by a process that does not say so any more before others claim it, in
   * milliseconds. A process says so while a handler runs, however long that takes. At least 100, and the same for
   * all functions that share a group; default 60,000.
   */
  claimIdleInMs?: number;
  /** How often an entry is delivered before it goes to the dead letters. Default 5. */
  maxDeliveryCount?: number;
  /** The field that holds the payload as JSON; unless told, the payload is made from all fields. */
  payloadField?: string;
}
