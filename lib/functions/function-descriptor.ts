import type { Class, MethodName } from '../metadata/class.js';
import type { HookKind } from '../metadata/hook-metadata.js';
import type { Middleware } from '../messages/middleware.js';
import type { ChannelMessage } from '../messages/channel-message.js';
import type { ListElement } from '../messages/list-element.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import type { Deduplicate } from '../triggers/deduplicate.js';
import type { OrderBy } from '../triggers/order-by.js';
import type { PayloadType } from '../triggers/payload-types.js';
import type { RateLimitOptions } from '../triggers/rate-limit-options.js';
import type { RetryOptions } from '../triggers/retry-options.js';
import type { ListDelivery } from '../triggers/trigger-options.js';
import type { OutputDescriptor } from './options/read-outputs.js';
import type { ParameterDescriptor } from './parameters/parameter-descriptor.js';

/** The methods of a handler class that hear of what happens to its functions, by what they hear of. Frozen. */
export type FunctionHooks = { readonly [Hook in HookKind]: readonly MethodName[] };

/** What all functions have. A descriptor is frozen, and holds no secret. */
interface CommonDescriptor {
  /** Unique in a runtime: `ClassName.methodName` unless the trigger's `name` says otherwise. */
  readonly id: string;
  /** Where the function stands in the code: `ClassName.methodName`. */
  readonly place: string;
  readonly handlerClass: Class;
  readonly method: MethodName;
  /** What the method takes, in order. */
  readonly parameters: readonly ParameterDescriptor[];
  /**
   * Whether parameters are bound by their position, because the compiler emitted no types that could say what they take,
   * and nothing else says it: then they may get something else than their types say.
   */
  readonly byPosition?: true;
  /** The connection's name; of a literal connection string, what is safe to show. */
  readonly connection: string;
  /** The most invocations in flight in this process. */
  readonly concurrency: number;
  readonly payload?: PayloadType;
  /** That of the trigger, or of the decorators beside it. */
  readonly retry?: RetryOptions;
  readonly timeLimitInMs?: number;
  /** What `@UseMiddleware` puts around the method, the class's first, from the outermost to the innermost. */
  readonly middleware: readonly Middleware[];
  readonly deadLetterMaxLength: number;
  /** Where `@RedisOutput` sends what the method returns; absent without it. */
  readonly outputs?: readonly OutputDescriptor[];
  /** The methods of its class with `@OnDeadLetter()` and `@OnGap()`. */
  readonly hooks: FunctionHooks;
}

/** A function that a published message starts. */
export interface PubSubFunction extends CommonDescriptor {
  readonly kind: 'pubsub';
  /** The channel or pattern, with its placeholders resolved. */
  readonly channel: string;
  /** Whether `channel` is a pattern. */
  readonly pattern: boolean;
  readonly bufferLimit: number;
  readonly bufferLimitInBytes: number;
  readonly deadLetter: boolean;
  readonly exclusive: boolean;
  readonly deduplicate?: Deduplicate<ChannelMessage>;
  /** Whether `channel` is a sharded one. */
  readonly sharded: boolean;
  readonly configureKeyspaceNotifications: boolean;
  readonly batch: false;
}

interface PollingDescriptor extends CommonDescriptor {
  /** The keys, with their placeholders resolved, each once. */
  readonly keys: readonly string[];
  readonly pollingIntervalInMs: number;
  readonly count: number;
  readonly messagesPerWorker: number;
  readonly prefetch: number;
  readonly batch: boolean;
  readonly blocking: boolean;
  readonly claimIdleInMs: number;
  readonly maxDeliveryCount: number;
  readonly rateLimit?: Rate;
  /** Whether its processes send the delayed messages of its keys when they are due. */
  readonly delayed: boolean;
}

/** How many messages a function may take in a time, alone or with the other processes. Frozen. */
export type Rate = Readonly<Required<RateLimitOptions>>;

/** A function that a list element starts. */
export interface ListFunction extends PollingDescriptor {
  readonly kind: 'list';
  /** Whether elements are popped from the left (LPOP) or from the right (RPOP). */
  readonly listPopFromBeginning: boolean;
  readonly orderBy?: OrderBy<ListElement>;
  readonly deduplicate?: Deduplicate<ListElement>;
  readonly delivery: ListDelivery;
}

/** A function that a stream entry starts. */
export interface StreamFunction extends PollingDescriptor {
  readonly kind: 'stream';
  readonly deleteAfterProcess: boolean | 'always';
  readonly consumerGroup: string;
  readonly startFrom: string;
  readonly payloadField?: string;
  readonly orderBy?: OrderBy<StreamEntry>;
  readonly deduplicate?: Deduplicate<StreamEntry>;
}

/**
 * A decorated method together with one of its triggers. Members named after a trigger option (see
 * `PubSubTriggerOptions`, `ListTriggerOptions`, `StreamTriggerOptions`) are that option, or its default.
 */
export type FunctionDescriptor = PubSubFunction | ListFunction | StreamFunction;
