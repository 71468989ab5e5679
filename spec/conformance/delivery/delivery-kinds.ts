import type { Redis } from 'ioredis';
import type { InvocationContext } from '../../../lib/messages/invocation-context.js';
import type { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { Class } from '../../../lib/metadata/class.js';
import type { RetryOptions } from '../../../lib/triggers/retry-options.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { redisName } from '../../support/test-redis.js';

/** What a handler of the delivery suite gets. */
export type Handle = (text: string, context: InvocationContext) => unknown;

/** What a spec may say about a function. */
export interface FunctionOptions {
  readonly concurrency?: number;
  /** The function's id, and with it a stream's consumer group. */
  readonly name?: string;
  readonly retry?: RetryOptions;
}

/** A kind of trigger with what it promises. */
export interface DeliveryKind {
  readonly name: string;
  /** A handler class with one function. */
  handler(handle: Handle, options?: FunctionOptions): Class;
  send(client: Redis, text: string): Promise<unknown>;
  /** Whether a message waits for whoever listens later. */
  readonly keepsOldMessages: boolean;
  /** Whether two processes of one function share the messages; else each gets every one. */
  readonly shares: boolean;
  /** Whether functions with different ids each get every message. */
  readonly hasGroups: boolean;
  /** Options that have a failed message handled again; a stream does so without any. */
  readonly resending: FunctionOptions;
  /** What becomes of a message whose handler had not ended when the stop did. */
  readonly unfinished: 'delivered again' | 'dead letter' | 'gone';
  /** What becomes of a message whose handler gave up when it was told to. */
  readonly cancelled: 'delivered again' | 'gone';
  /** The most messages that one cut-off reply can take with it. */
  readonly lostByCut: number;
  /** The most messages that a lost connection can have handled again. */
  readonly repeatedByCut: number;
}

const source = 'letters';
const shared = { connection: redisName, name: 'Letters.onLetter' };
const retry = { strategy: 'fixedDelay', maxRetryCount: 3, delayIntervalInMs: 10 } as const;

/** The stream of the function's dead letters. */
export const deadLetters = `{${source}}:dead-letter:${shared.name}`;

function listKind(
  name: string,
  promises: Pick<DeliveryKind, 'unfinished' | 'lostByCut'>,
  extra: object = {},
): DeliveryKind {
  return {
    name,
    handler: (handle, options) =>
      handlerOf(RedisListTrigger({ ...shared, key: source, ...extra, ...options }), handle),
    send: (client, text) => client.rpush(source, text),
    keepsOldMessages: true,
    shares: true,
    hasGroups: false,
    resending: { retry },
    cancelled: 'delivered again',
    repeatedByCut: 0,
    ...promises,
  };
}

const pubSub: DeliveryKind = {
  name: 'pub/sub',
  handler: (handle, options) =>
    handlerOf(RedisPubSubTrigger({ ...shared, channel: source, ...options }), handle),
  send: (client, text) => client.publish(source, text),
  keepsOldMessages: false,
  shares: false,
  hasGroups: true,
  resending: { retry },
  unfinished: 'gone',
  cancelled: 'gone',
  lostByCut: 0,
  repeatedByCut: 0,
};

const stream: DeliveryKind = {
  name: 'a stream',
  handler: (handle, options) =>
    handlerOf(RedisStreamTrigger({ ...shared, key: source, claimIdleInMs: 1_000, ...options }), handle),
  send: (client, text) => client.xadd(source, '*', 'text', text),
  keepsOldMessages: true,
  shares: true,
  hasGroups: true,
  resending: {},
  unfinished: 'delivered again',
  cancelled: 'delivered again',
  lostByCut: 0,
  // As many acknowledgements as may wait, and those on their way.
  repeatedByCut: 1_100,
};

/** Every kind of trigger that the suite judges. */
export const deliveryKinds: readonly DeliveryKind[] = [
  pubSub,
  listKind('a list', { unfinished: 'dead letter', lostByCut: 10 }),
  stream,
];

function handlerOf(decorator: MethodDecorator, handle: Handle): Class {
  return classWith(decorator, (model: RedisMessageModel, context: InvocationContext) =>
    handle(textOf(model.message), context),
  );
}

/** A stream's message is JSON. */
function textOf(message: string): string {
  return message.startsWith('{') ? (JSON.parse(message) as { text: string }).text : message;
}
