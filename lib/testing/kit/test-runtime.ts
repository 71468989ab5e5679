import { clipped } from '../../errors/clipped.js';
import type { Redis } from 'ioredis';
import type { TsyringeLike } from '../../di/tsyringe-like.js';
import type { RunningFunction } from '../../runtime/functions/running-function.js';
import type { Runtime } from '../../runtime/runtime.js';
import type { AddOptions, PublishOptions, PushOptions } from '../../sending/send-options.js';
import type { ManyMessages, OneMessage } from '../../sending/sender.js';
import type { ChannelDefinition, ListDefinition, StreamDefinition } from '../../triggers/definition.js';
import type { FakeRedis, FakeRedisClock } from '../fake/fake-redis.js';
import type { InvocationLog } from './invocation-log.js';
import type { InvocationRecord } from './invocation-record.js';
import { addEntry, toRedis, type Fields, type Sendable } from './producer.js';
import { settle } from './settle.js';
import type { TestBackend } from './test-backend.js';
import type { TestContainer } from './test-container.js';
import { listeningFailures } from './listening-failures.js';
import { within } from './within.js';

export interface TestRuntimeServices {
  readonly runtime: Runtime;
  readonly container: TestContainer;
  readonly backend: TestBackend;
  readonly redis: Redis;
  readonly clock: FakeRedisClock | undefined;
  readonly running: readonly RunningFunction[];
  readonly log: InvocationLog;
  readonly timeoutInMs: number;
}

/** A started runtime of the handlers under test, with a Redis for this test. Created by `createTestRuntime`. */
export class TestRuntime implements AsyncDisposable {
  private stopped?: Promise<void>;

  /** @internal */
  constructor(private readonly parts: TestRuntimeServices) {}

  /** The runtime itself. */
  get runtime(): Runtime {
    return this.parts.runtime;
  }

  /** An ordinary ioredis client of the test's Redis. */
  get redis(): Redis {
    return this.parts.redis;
  }

  /** The fake that the test runs on, for instance to inject faults; undefined on a real Redis. */
  get fake(): FakeRedis | undefined {
    return this.parts.backend.fake;
  }

  /** The test's virtual clock. Throws without `clock: 'virtual'`. */
  get clock(): FakeRedisClock {
    const { clock } = this.parts;
    if (clock) return clock;
    throw new Error("This test uses the system clock; use createTestRuntime({ clock: 'virtual' })");
  }

  /** The test's container of tsyringe: it resolves the same instances that the handlers got. Throws where the test has another. */
  get container(): TsyringeLike {
    const { tsyringe } = this.parts.container;
    if (tsyringe) return tsyringe;
    throw new Error('This test has a container that is not of tsyringe: ask that, or use test.get(token)');
  }

  /** The instance of a token that the handlers got. */
  get<Value>(token: (abstract new (...args: never[]) => Value) | string | symbol): Value {
    return this.parts.container.resolve(token) as Value;
  }

  /**
   * Pushes elements by their definition, as `runtime.sender` does: typed, validated, at the end that is popped last.
   * Resolves to the length of the list.
   */
  push<Defined extends ListDefinition>(
    list: Defined,
    elements: OneMessage<Defined> | ManyMessages<Defined>,
    options?: PushOptions,
  ): Promise<number>;
  /** Pushes elements to the end of a list (RPUSH), whatever they are; resolves to its length. */
  push(key: string, ...values: readonly Sendable[]): Promise<number>;
  push(to: string | ListDefinition, ...given: readonly unknown[]): Promise<number> {
    if (typeof to === 'string') return this.redis.rpush(to, ...(given as Sendable[]).map(toRedis));
    return this.runtime.sender.push(to, given[0] as never, given[1] as PushOptions | undefined);
  }

  /** Publishes messages by their definition, as `runtime.sender` does; resolves to how many connections got each. */
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
  /** Publishes a message, whatever it is; resolves to the number of subscriptions that got it. */
  publish(channel: string, value: Sendable): Promise<number>;
  publish(to: string | ChannelDefinition, given: unknown, options?: PublishOptions): Promise<unknown> {
    if (typeof to === 'string') return this.redis.publish(to, toRedis(given as Sendable));
    return this.runtime.sender.publish(to, given as never, options);
  }

  /** Adds entries by their definition, as `runtime.sender` does; resolves to the id of each. */
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
  /** Adds an entry with these fields to a stream (XADD), whatever they are; resolves to its id. */
  add(key: string, fields: Fields, id?: string): Promise<string>;
  add(to: string | StreamDefinition, given: unknown, how?: AddOptions | string): Promise<unknown> {
    if (typeof to === 'string') return addEntry(this.redis, to, given as Fields, (how ?? '*') as string);
    return this.runtime.sender.add(to, given as never, how as AddOptions | undefined);
  }

  /**
   * Resolves when every message that was sent has been handled, including those that handlers sent. A postponed message
   * is not waited for until it is due: `clock.advance` to that time, and wait again. Rejects after `timeoutInMs`
   * (default: that of the test runtime), and says what is still running.
   */
  async settled(timeoutInMs = this.parts.timeoutInMs): Promise<void> {
    if (this.stopped) throw new Error('the test runtime is stopped: nothing is handled anymore');
    const { running, runtime } = this.parts;
    if (await within(timeoutInMs, (expired) => settle(running, expired))) return;
    const busy = running
      .filter(({ listener }) => listener.inFlight > 0)
      .map(({ descriptor, listener }) => `${descriptor.id} has ${listener.inFlight} in flight`);
    const what =
      [...busy, ...listeningFailures(runtime.health())].join(', ') ||
      'Redis does not answer, or new messages keep coming';
    throw new Error(`not settled after ${timeoutInMs} ms: ${what}. ${this.parts.log.describe()}`);
  }

  /** All attempts so far, of one function or of all, in the order in which they ended. */
  invocations(functionId?: string): readonly InvocationRecord[] {
    if (functionId !== undefined) this.assertFunction(functionId);
    return this.parts.log.of(functionId);
  }

  /**
   * Resolves to the attempts of a function as soon as there are `count`, even if more are to come: a retry may be
   * waiting for the clock. Rejects after the `timeoutInMs` of the test runtime.
   */
  async attempted(functionId: string, count: number): Promise<readonly InvocationRecord[]> {
    this.assertFunction(functionId);
    const { log, timeoutInMs } = this.parts;
    const isReached = await within(timeoutInMs, (expired) => log.whenThereAre(count, functionId, expired));
    if (isReached) return log.of(functionId);
    const what = `${functionId} was not attempted ${count} times in ${timeoutInMs} ms`;
    throw new Error(`${what}. ${log.describe()}`);
  }

  /**
   * Waits for `settled()`, and resolves to the attempts of a function. Rejects unless there were exactly `times`,
   * and says what arrived instead.
   */
  async invoked(functionId: string, times: number): Promise<readonly InvocationRecord[]> {
    this.assertFunction(functionId);
    await this.settled();
    const found = this.invocations(functionId);
    if (found.length === times) return found;
    throw new Error(
      `expected ${times} invocations of ${functionId}, but there were ${found.length}. ${this.parts.log.describe()}`,
    );
  }

  /** Stops the runtime, and closes the Redis if it belongs to the test. May be called twice. */
  stop(): Promise<void> {
    return (this.stopped ??= this.stopOnce());
  }

  /** Calls `stop()`: `await using test = await createTestRuntime(…)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private async stopOnce(): Promise<void> {
    const { runtime, container, backend, redis } = this.parts;
    await runtime.stop();
    redis.disconnect();
    try {
      await container.dispose();
    } finally {
      await backend.close();
    }
  }

  private assertFunction(functionId: string): void {
    const ids = this.parts.running.map(({ descriptor }) => descriptor.id);
    if (ids.includes(functionId)) return;
    throw new Error(`there is no function "${clipped(functionId)}"; the functions are ${ids.join(', ')}`);
  }
}
