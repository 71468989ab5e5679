import type { Redis } from 'ioredis';
import type { DependencyContainer, InjectionToken } from 'tsyringe';
import type { RunningFunction } from '../../runtime/running-function.js';
import type { Runtime } from '../../runtime/runtime.js';
import type { FakeRedis, FakeRedisClock } from '../fake/fake-redis.js';
import type { InvocationLog } from './invocation-log.js';
import type { InvocationRecord } from './invocation-record.js';
import { addEntry, toRedis, type Sendable, type toFields } from './producer.js';
import { settle } from './settle.js';
import type { TestBackend } from './test-backend.js';
import { disturbances } from './disturbances.js';
import { within } from './within.js';

/** What a test runtime is made of. */
export interface TestRuntimeParts {
  readonly runtime: Runtime;
  readonly container: DependencyContainer;
  readonly backend: TestBackend;
  readonly redis: Redis;
  readonly clock: FakeRedisClock | undefined;
  readonly running: readonly RunningFunction[];
  readonly log: InvocationLog;
  readonly timeoutInMs: number;
}

/** A started runtime of the handlers under test, with a Redis of its own. Made by `createTestRuntime`. */
export class TestRuntime implements AsyncDisposable {
  private stopped?: Promise<void>;

  /** @internal */
  constructor(private readonly parts: TestRuntimeParts) {}

  /** The runtime itself. */
  get runtime(): Runtime {
    return this.parts.runtime;
  }

  /** An ordinary ioredis client of the test's Redis. */
  get redis(): Redis {
    return this.parts.redis;
  }

  /** The test's fake, for its faults; undefined on a real Redis. */
  get fake(): FakeRedis | undefined {
    return this.parts.backend.fake;
  }

  /** The test's time, with `clock: 'virtual'`. */
  get clock(): FakeRedisClock {
    const { clock } = this.parts;
    if (clock) return clock;
    throw new Error("The time of this test is the system's; use createTestRuntime({ clock: 'virtual' })");
  }

  /** The test's container: what it resolves is what the handlers got. */
  get container(): DependencyContainer {
    return this.parts.container;
  }

  /** The instance of a token that the handlers got. */
  get<Value>(token: (abstract new (...args: never[]) => Value) | string | symbol): Value {
    return this.parts.container.resolve(token as InjectionToken<Value>);
  }

  /** Pushes elements to the end of a list (RPUSH); resolves with its length. */
  push(key: string, ...values: readonly Sendable[]): Promise<number> {
    return this.redis.rpush(key, ...values.map(toRedis));
  }

  /** Publishes a message; resolves with how many subscriptions got it. */
  publish(channel: string, value: Sendable): Promise<number> {
    return this.redis.publish(channel, toRedis(value));
  }

  /** Adds an entry to a stream (XADD); resolves with its id. */
  add(key: string, fields: Parameters<typeof toFields>[0], id = '*'): Promise<string> {
    return addEntry(this.redis, key, fields, id);
  }

  /**
   * Resolves when every message that was sent has been handled, those too that handlers sent. A message that was
   * postponed is not waited for until its time has come: `clock.advance` to it, and wait again. Rejects after
   * `timeoutInMs` (of the test runtime, unless told) with what still runs.
   */
  async settled(timeoutInMs = this.parts.timeoutInMs): Promise<void> {
    if (this.stopped) throw new Error('the test runtime is stopped: nothing is handled anymore');
    const { running, runtime } = this.parts;
    if (await within(timeoutInMs, (expired) => settle(running, expired))) return;
    const busy = running
      .filter(({ listener }) => listener.inFlight > 0)
      .map(({ descriptor, listener }) => `${descriptor.id} has ${listener.inFlight} under way`);
    const what =
      [...busy, ...disturbances(runtime.health())].join(', ') ||
      'Redis does not answer, or new messages keep coming';
    throw new Error(`not settled after ${timeoutInMs} ms: ${what}. ${this.parts.log.describe()}`);
  }

  /** Every attempt of a function so far, or of all functions, in the order in which they ended. */
  invocations(functionId?: string): readonly InvocationRecord[] {
    if (functionId !== undefined) this.assertFunction(functionId);
    return this.parts.log.of(functionId);
  }

  /**
   * Resolves with the attempts of a function as soon as there are `count`, also where another one is to come:
   * a retry may wait for the clock. Rejects after `timeoutInMs` of the test runtime.
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
   * Waits until all is settled, and resolves with the attempts of a function. Rejects where there are not
   * exactly `times`, and says what arrived instead.
   */
  async invoked(functionId: string, times: number): Promise<readonly InvocationRecord[]> {
    this.assertFunction(functionId);
    await this.settled();
    const found = this.invocations(functionId);
    if (found.length === times) return found;
    throw new Error(
      `expected ${times} invocations of ${functionId}, and there were ${found.length}. ${this.parts.log.describe()}`,
    );
  }

  /** Stops the runtime, and closes the Redis if it is the test's own. May be called twice. */
  stop(): Promise<void> {
    return (this.stopped ??= this.stopOnce());
  }

  /** Stops: `await using test = await createTestRuntime(…)`. */
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
    throw new Error(`there is no function "${functionId}"; the functions are ${ids.join(', ')}`);
  }
}
