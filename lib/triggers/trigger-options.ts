import type { ChannelMessage } from '../messages/channel-message.js';
import type { ListElement } from '../messages/list-element.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import type { Bindings } from './binding.js';
import type { Deduplicate } from './deduplicate.js';
import type { OrderBy } from './order-by.js';
import type { PayloadType } from './payload-types.js';
import type { RateLimitOptions } from './rate-limit-options.js';
import type { RetryOptions } from './retry-options.js';

/** Options of every trigger. */
export interface CommonTriggerOptions {
  /**
   * The name of a connection, defined in `createRuntime({ connections })` or as a setting. If nothing has that
   * name, a literal connection string.
   */
  connection: string;
  /** The function id, unique in a runtime. Default: `ClassName.methodName`. */
  name?: string;
  /**
   * The maximum number of invocations of this function in flight in this process. Default: `count` for lists
   * and streams (1 with `batch`), 100 for pub/sub.
   */
  concurrency?: number;
  /** What the message is decoded to: a class with class-validator decorators, or a Standard Schema. Default: none. */
  payload?: PayloadType;
  /**
   * What each parameter of the method gets, in their order, such as `[Payload(Order), Context(), Inject(Shop)]`; in place
   * of decorators of parameters, which standard decorators do not have. The compiler checks it against the method. Default:
   * the decorators of the parameters and their emitted types; where there are none, the payload, or the message where the
   * trigger has no `payload`, then the `InvocationContext`.
   */
  args?: Bindings;
  /** How a failed invocation is retried in this process. Default: no retry. */
  retry?: RetryOptions;
  /**
   * The longest that one attempt, or the validation of the payload, may take, in milliseconds. Then its `signal` is aborted and the attempt fails
   * with HANDLER_TIMED_OUT. A handler that ignores the signal keeps running beside the others. Default: no limit.
   */
  timeLimitInMs?: number;
  /** Approximately how many dead letters are kept for this function; the oldest are removed first. Default 10,000. */
  deadLetterMaxLength?: number;
}

/** Options of `@RedisPubSubTrigger`. */
export interface PubSubTriggerOptions extends CommonTriggerOptions {
  /** The channel or glob pattern; may contain `%setting%` placeholders. */
  channel: string;
  /**
   * true: a pattern (PSUBSCRIBE); false: a literal channel (SUBSCRIBE). Default: a pattern if `channel` contains
   * a `*`, `?` or `[` that is not preceded by a backslash.
   */
  pattern?: boolean;
  /**
   * How many messages may wait in this process while `concurrency` invocations run. When the buffer is full, the
   * oldest message is given up and counted as `lost`. Default 10,000.
   */
  bufferLimit?: number;
  /**
   * How many bytes the messages that wait in this process may have, counted in their bodies and channel names. When
   * the buffer is full, the oldest messages are given up and counted as `lost`; one message may always wait, however
   * large it is. Default 67,108,864 (64 MiB).
   */
  bufferLimitInBytes?: number;
  /** Whether a message that failed for good becomes a dead letter. Default false. */
  deadLetter?: boolean;
  /**
   * Only one of the subscribed processes handles the messages. It holds a lease in Redis; another takes over
   * within about four seconds after it dies, or one second after it stops. Messages published in between are lost
   * and reported as a gap. Default false: every process handles every message.
   */
  exclusive?: boolean;
  /**
   * Skips a message whose id was handled successfully within the last `forInMs`, by this process or another, so
   * that only one of the subscribed processes handles each message. A message whose id is being handled waits for
   * the outcome: it is skipped after a success and handled after a failure. The channels of a pattern share their
   * ids. Costs two scripts (EVALSHA) per message. Default: none; every message is handled.
   */
  deduplicate?: Deduplicate<ChannelMessage>;
  /**
   * Subscribes to a sharded channel (SSUBSCRIBE, Redis 7.0 or later). In a cluster, its messages, published with
   * SPUBLISH, stay on the node that holds the channel's slot. Not with patterns. Default false.
   */
  sharded?: boolean;
  /**
   * For `__keyspace@…` and `__keyevent@…` channels: whether to add missing flags to the server's
   * `notify-keyspace-events` (CONFIG SET). Default: the option of the same name of `createRuntime`, else false.
   */
  configureKeyspaceNotifications?: boolean;
}

/** Options shared by lists and streams. */
export interface PollingTriggerOptions extends CommonTriggerOptions {
  /** One key, several separated by spaces, or an array of keys; may contain `%setting%` placeholders. */
  key: string | readonly string[];
  /**
   * How long a blocking read waits; where reads do not block, as with `blocking: false`, the pause between two
   * looks at an empty key. In milliseconds. Default 1000. A message ends the wait; after three reads that found nothing,
   * a blocking read waits four times as long, but at most 4 seconds unless the interval is longer.
   */
  pollingIntervalInMs?: number;
  /**
   * The maximum number of elements or entries taken by one command, and of a batch. Large ones are taken fewer at a
   * time: about 4 MiB, but at least one. At most 100,000; default 10.
   */
  count?: number;
  /** How many waiting messages one worker is meant for: the divisor of the scaling rule. Default 100. */
  messagesPerWorker?: number;
  /**
   * How many messages may wait in this process beyond those in flight; of large ones fewer, about 16 MiB. Default: `count` for streams and for lists
   * with `delivery: 'atLeastOnce'`, else 0.
   */
  prefetch?: number;
  /** Whether one invocation gets what was read together, up to `count`, as an array. Default false. */
  batch?: boolean;
  /**
   * Whether to wait at an empty key with a blocking command; false: poll it every `pollingIntervalInMs`. Default
   * true.
   */
  blocking?: boolean;
  /**
   * How many messages are taken from Redis within any `perMs`; the others wait there. With `scope: 'fleet'` all processes
   * share the rate, which costs a script (EVALSHA) before each read. What is delivered again counts again where it is
   * taken anew, such as an entry of a process that died; retries in this process do not. Default: no limit.
   */
  rateLimit?: RateLimitOptions;
  /**
   * Whether messages that were sent with a delay are moved to the list or stream when they are due, while the function
   * listens: at most 100 ms late, with a script (EVALSHA) for each time at which some are due, and every 4 seconds. Takes a
   * subscription for each key (SUBSCRIBE), so that sooner ones are heard of. Default: true where the trigger is of a
   * definition (`defineList`, `defineStream`), else false.
   */
  delayed?: boolean;
}

/** Options of `@RedisListTrigger`. */
export interface ListTriggerOptions extends PollingTriggerOptions {
  /** true: pop from the left (LPOP); false: from the right (RPOP). Default true. */
  listPopFromBeginning?: boolean;
  /**
   * Returns the ordering key of an element. Elements with the same key are handled one after another, in order and
   * across retries; different keys in parallel, up to `concurrency`. Holds within this process only. While a key is
   * busy, up to 100 elements wait here behind others with the same key (`concurrency + prefetch` if that is more).
   * Not with `batch`. If it throws, the element fails. `{ payload: (payload) => key }` orders by the payload. Default:
   * none; nothing waits for anything.
   */
  orderBy?: OrderBy<ListElement>;
  /**
   * Skips an element whose id was handled successfully within the last `forInMs`, by this process or another. An
   * element whose id is being handled waits for the outcome: it is skipped after a success and handled after a
   * failure. With several keys, each has its own ids. Not with `batch`. Costs two scripts (EVALSHA) per element.
   * Default: none; every element is handled.
   */
  deduplicate?: Deduplicate<ListElement>;
  /**
   * `'atMostOnce'`: the pop removes the element from Redis, and what a process held when it crashed is lost.
   * `'atLeastOnce'`: the element stays in Redis until it is handled, and returns to its list if its process dies; a
   * handler may then see it twice. Needs scripts (EVAL). Default `'atMostOnce'`.
   */
  delivery?: ListDelivery;
  /**
   * With `delivery: 'atLeastOnce'`: how long a process may be silent before others put back what it holds, in
   * milliseconds. A process keeps renewing its lease while a handler runs, however long that takes. At least 100.
   * Default 60,000.
   */
  claimIdleInMs?: number;
  /**
   * With `delivery: 'atLeastOnce'`: how many times an element is delivered before it becomes a dead letter. Default
   * 5.
   */
  maxDeliveryCount?: number;
}

/** What a list trigger promises: see {@link ListTriggerOptions.delivery}. */
export type ListDelivery = 'atMostOnce' | 'atLeastOnce';

/** Options of `@RedisStreamTrigger`. */
export interface StreamTriggerOptions extends PollingTriggerOptions {
  /**
   * Whether to delete an entry (XDEL) once every group of the stream has acknowledged it. `'always'` deletes it at
   * once, also where other groups have not handled it. Default false.
   */
  deleteAfterProcess?: boolean | 'always';
  /**
   * Returns the ordering key of an entry. Entries with the same key are handled one after another, in order, across
   * retries and across redeliveries by this process; different keys in parallel, up to `concurrency`. Holds within
   * this process only. Up to 1,000 entries wait here behind others with the same key (`concurrency + prefetch` if
   * that is more). Not with `batch`. If it throws, the entry fails. `{ payload: (payload) => key }` orders by the
   * payload. Default: none; nothing waits for anything.
   */
  orderBy?: OrderBy<StreamEntry>;
  /**
   * Skips an entry whose id was handled successfully within the last `forInMs`, by this process or another. The id
   * is what `by` returns, which need not be the entry id. An entry whose id is being handled waits for the outcome:
   * it is skipped after a success and handled after a failure. With several keys, each has its own ids. Not with
   * `batch`. Costs two scripts (EVALSHA) per entry. Default: none; every entry is handled.
   */
  deduplicate?: Deduplicate<StreamEntry>;
  /** The consumer group; may contain `%setting%` placeholders. Default: the function id. */
  consumerGroup?: string;
  /**
   * Where a new group starts: `'0'` (all existing entries), `'$'` (new entries only), or an entry id. Default
   * `'0'`.
   */
  startFrom?: string;
  /**
   * How long an entry must be idle before another process claims it, in milliseconds. While a handler runs, its
   * process keeps renewing the entry, however long that takes. At least 100; must be the same for all functions of a
   * group. Default 60,000.
   */
  claimIdleInMs?: number;
  /** How many times an entry is delivered before it becomes a dead letter. Default 5. */
  maxDeliveryCount?: number;
  /** The field that holds the payload as JSON. Default: the payload is built from all fields. */
  payloadField?: string;
}
