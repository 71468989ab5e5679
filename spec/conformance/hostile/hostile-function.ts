import { expect } from 'chai';
import type { InvocationContext } from '../../../lib/messages/invocation-context.js';
import type { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { Class } from '../../../lib/metadata/class.js';
import type { FunctionHealth } from '../../../lib/runtime/health/health.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import type { RuntimeOptions } from '../../../lib/runtime/runtime-options.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { signalled } from '../../support/signalled.js';
import { redisName, type TestRedis } from '../../support/test-redis.js';

/** The kinds of delivery that user code can be hostile to. */
export const kinds = ['list', 'list at least once', 'stream', 'pubsub'] as const;
export type Kind = (typeof kinds)[number];

/** A function, and the runtime around it, some of whose code is hostile. */
export interface Hostile {
  readonly options?: object;
  readonly runtime?: Partial<RuntimeOptions>;
  /** Gets each bad message. */
  readonly handle?: (context: InvocationContext) => unknown;
  /** Decorates the handler class, and gives what is to be put in its place. */
  readonly decorate?: (handlers: Class) => Class;
}

const name = 'Hostile.run';
const source = 'hostile';
export const concurrency = 2;
/** More than there are permits, so that the last message is handled only if they come back. */
export const badMessages = 2 * concurrency + 1;

/** A handler class of this kind with the hostile code. */
export function handlerOf(kind: Kind, { options = {}, handle = () => undefined, decorate }: Hostile): Class {
  const common = { connection: redisName, name, concurrency };
  const method = (message: RedisMessageModel | RedisMessageModel[], context: InvocationContext): unknown =>
    [message].flat().some((each) => textIn(each).includes('bad')) ? handle(context) : undefined;
  const triggers: Record<Kind, () => MethodDecorator> = {
    list: () => RedisListTrigger({ ...common, key: source, ...options }),
    'list at least once': () =>
      RedisListTrigger({ ...common, key: source, delivery: 'atLeastOnce', maxDeliveryCount: 1, ...options }),
    stream: () => RedisStreamTrigger({ ...common, key: source, maxDeliveryCount: 1, ...options }),
    pubsub: () => RedisPubSubTrigger({ ...common, channel: source, deadLetter: true, ...options }),
  };
  const handlers = classWith(triggers[kind](), method);
  return decorate?.(handlers) ?? handlers;
}

/** A batch with a payload is given the payloads. */
function textIn(given: RedisMessageModel | object): string {
  return 'message' in given ? given.message : JSON.stringify(given);
}

/** Sends a message as its kind is sent. */
export function send({ client }: Pick<TestRedis, 'client'>, kind: Kind, text: string): Promise<unknown> {
  if (kind === 'stream') return client.xadd(source, '*', 'text', text);
  return kind === 'pubsub' ? client.publish(source, text) : client.rpush(source, text);
}

/** The health of the one function. */
export function healthOf(runtime: Runtime): FunctionHealth {
  const health = runtime.health().functions[name];
  if (!health) throw new Error('the function is not there');
  return health;
}

/** How many dead letters there are. */
export function deadLetterCount({ client }: Pick<TestRedis, 'client'>): Promise<number> {
  return client.xlen(`{${source}}:dead-letter:${name}`);
}

/** How many messages are in Redis that nobody has settled. */
async function unsettled({ client }: Pick<TestRedis, 'client'>, kind: Kind): Promise<number> {
  if (kind === 'pubsub') return 0;
  if (kind === 'stream') {
    const [pending] = (await client.xpending(source, name)) as [number];
    return pending;
  }
  return client.llen(source);
}

/** Resolves when so many messages have ended; rejects with the health where they do not. */
export async function untilEnded(runtime: Runtime, count: number): Promise<FunctionHealth> {
  const ended = (): FunctionHealth | false => {
    const health = healthOf(runtime);
    const { succeeded, failed, dropped, inFlight, waiting } = health;
    return succeeded + failed + dropped >= count && inFlight === 0 && waiting === 0 && health;
  };
  return signalled('healthChanged', ended, `${count} messages to end`).catch((error: unknown) => {
    throw new Error(JSON.stringify(healthOf(runtime)), { cause: error });
  });
}

/**
 * Sends more bad messages than there are permits, then a good one: all of them end as they should, the function goes
 * on, and nothing is left in Redis but dead letters.
 */
export async function expectToStand(
  redis: TestRedis,
  kind: Kind,
  hostile: Hostile,
  ends: 'succeeded' | 'failed',
): Promise<void> {
  const runtime = await redis.startRuntime([handlerOf(kind, hostile)], hostile.runtime);
  for (let sent = 0; sent < badMessages; sent++) await send(redis, kind, `bad${sent}`);
  await send(redis, kind, 'good');
  const health = await untilEnded(runtime, badMessages + 1);
  const failed = ends === 'failed' ? badMessages : 0;
  expect(health).to.include({ live: true, lost: 0, failed, succeeded: badMessages + 1 - failed });
  await signalled('settled', async () => (await unsettled(redis, kind)) === 0, 'all to be settled');
  await signalled('deadLettered', async () => (await deadLetterCount(redis)) === failed, 'the dead letters');
  await runtime.stop();
}
