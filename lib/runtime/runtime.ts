import type { FunctionScale } from '../backlog/function-scale.js';
import type { ReadingOptions } from '../backlog/reading-options.js';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import type { RuntimeEventListener, RuntimeEventName } from '../events/runtime-events.js';
import { findFunction } from '../functions/find-function.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { NodeErrors } from '../redis/client/node-errors.js';
import { signals } from '../signals/signals.js';
import { untilSettled } from '../time/until-settled.js';
import type { SharedServices } from './functions/assemble-function.js';
import type { Sender } from '../sending/sender.js';
import { Accompaniment, type Company } from './companion/accompany.js';
import { assembleFunctions } from './functions/assemble-functions.js';
import type { RuntimeHealth, RuntimeState } from './health/health.js';
import { LivenessWatch } from './health/liveness-watch.js';
import { runtimeHealth } from './health/runtime-health.js';
import { findPrepared, type PreparedFunction } from './functions/prepared-function.js';
import { checkPauseOptions, type PauseOptions } from './pause/pause-options.js';
import type { RuntimeResource } from './runtime-resource.js';
import { RuntimeScale } from './runtime-scale.js';
import { runtimeStateError } from './runtime-state-error.js';
import type { RunningFunction } from './functions/running-function.js';
import { startListeners } from './start/start-listeners.js';
import { StartBound, type StartOptions } from './start/start-bound.js';
import { stopFunctions } from './stop-functions.js';
import { warnOfGroups } from './start/warn-of-groups.js';
import { warnOfIds } from './start/warn-of-ids.js';
import { watchedConnections } from './watched-connections.js';

/** Runs the functions of its handlers, from `start()` to `stop()`. Created by `createRuntime`. */
export class Runtime implements AsyncDisposable {
  /** The functions found in the handlers: one frozen descriptor each. */
  readonly functions: readonly FunctionDescriptor[];
  private state: RuntimeState = 'created';
  private readonly liveness = new LivenessWatch();
  private running: readonly RunningFunction[] = [];
  private readonly shared: SharedServices;
  /** Resources that are being opened; undefined once all are open, and before. */
  private opening?: Promise<unknown> | undefined;
  private stopped?: Promise<void>;
  private readonly backlog: RuntimeScale;
  private readonly company: Accompaniment;

  /** @internal */
  constructor(
    private readonly prepared: readonly PreparedFunction[],
    shared: Omit<SharedServices, 'connections'>,
    private readonly resources: readonly RuntimeResource[],
    company: Company,
    private readonly onAssembled: (running: readonly RunningFunction[]) => void = () => undefined,
  ) {
    this.functions = Object.freeze(prepared.map(({ descriptor }) => descriptor));
    const nodeErrors = new NodeErrors();
    const concerned = (): readonly RunningFunction[] => (this.isEnding ? [] : this.listening);
    this.shared = { ...shared, connections: watchedConnections({ ...shared, nodeErrors, concerned }) };
    this.backlog = new RuntimeScale(prepared, this.shared, nodeErrors);
    this.company = new Accompaniment(company, this.shared, this);
  }

  /**
   * Connects, and resolves when every function listens. While Redis cannot be reached it keeps trying, as the log and
   * `health()` show. Rejects when waiting cannot help: a dependency that the container cannot create, keyspace
   * notifications that the server does not publish, a stop in the meantime. Whenever it rejects, the runtime is stopped and
   * every connection closed.
   *
   * @param options.timeoutInMs how long it may take; default: any time
   * @param options.signal ends it when aborted
   * @throws RedisTriggersError START_INCOMPLETE when the time is over or the signal aborted: `problems` has each function
   *   that does not listen, and why
   */
  async start(options: StartOptions = {}): Promise<void> {
    if (this.state !== 'created')
      throw runtimeStateError(`start() was called on a runtime that is ${this.state}`);
    const bound = new StartBound(options, this.shared.clock);
    this.state = 'starting';
    try {
      await bound.hold(this.startAll(), () => this.company.progress());
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.state = 'running';
    signals.healthChanged.publish();
    void warnOfGroups(this.prepared, this.shared);
  }

  private async startAll(): Promise<void> {
    this.opening = Promise.all(this.resources.map((resource) => resource.open()));
    await this.opening;
    this.opening = undefined;
    this.assertNotStopping();
    await this.company.join();
    this.assertNotStopping();
    this.running = assembleFunctions(this.prepared, this.shared);
    // A connection function, or a constructor, may have called stop().
    this.assertNotStopping();
    this.onAssembled(this.running);
    warnOfIds(this.functions, this.shared.logger);
    this.liveness.start(this.running.map(({ listener }) => listener));
    await startListeners(this.running);
    this.assertNotStopping();
  }

  /** Nothing may begin to listen after a stop, for nothing would end it. */
  private assertNotStopping(): void {
    if (!this.shared.schedule.stopping.aborted) return;
    throw runtimeStateError('stop() was called before every function listened');
  }

  /**
   * Takes no more messages, waits for running handlers, gives back what was not started, and closes every connection.
   * Resolves after `shutdownTimeoutInMs` at the latest, even if Redis is down or a handler never ends. Never rejects;
   * further calls return the same promise.
   */
  stop(): Promise<void> {
    return (this.stopped ??= this.stopOnce());
  }

  /** The health of the runtime and of each function. Does not contact Redis. */
  health(): RuntimeHealth {
    return runtimeHealth(this.state, this.running);
  }

  /**
   * Calls the listener with each event of this name until `off`, synchronously and on the path of the message, so it should
   * be quick. May be called before `start()`. What a listener throws is logged once and has no further effect.
   */
  on<Name extends RuntimeEventName>(name: Name, listener: RuntimeEventListener<Name>): this {
    this.shared.events.on(name, listener);
    return this;
  }

  /** Calls the listener with the next event of this name only. */
  once<Name extends RuntimeEventName>(name: Name, listener: RuntimeEventListener<Name>): this {
    this.shared.events.onNext(name, listener);
    return this;
  }

  /** Removes a listener added with `on` or `once`. */
  off<Name extends RuntimeEventName>(name: Name, listener: RuntimeEventListener<Name>): this {
    this.shared.events.off(name, listener);
    return this;
  }

  /**
   * Pauses a function in this process: it takes nothing more; other processes go on. What runs ends in its own time. What
   * waits goes back to Redis as at a stop; of a pub/sub function it is handled, and what is published meanwhile is missed.
   * Also before `start()`, and while Redis is down. The last call says until when. Resolves when nothing of the function
   * runs any more.
   *
   * @param options.forInMs after how long it is resumed by itself; default: never
   * @throws RedisTriggersError FUNCTION_UNKNOWN, RUNTIME_OPTION_INVALID, or RUNTIME_STATE once the runtime stops
   */
  async pause(functionId: string, options: PauseOptions = {}): Promise<void> {
    const { id } = findFunction(this.functions, functionId, 'Runtime');
    checkPauseOptions(options, 'runtime.pause');
    this.assertNotEnding('pause');
    await this.shared.pauses.of(id).pause('process', options.forInMs);
  }

  /**
   * Ends a pause of this process: the function listens again when what ran at the pause has ended. Does nothing if there is
   * none. Resolves when it listens, or at once where the fleet has paused it as well; rejects as `start` does where waiting
   * cannot help, and goes on trying.
   *
   * @throws RedisTriggersError FUNCTION_UNKNOWN, or RUNTIME_STATE once the runtime stops
   */
  async resume(functionId: string): Promise<void> {
    const { id } = findFunction(this.functions, functionId, 'Runtime');
    this.assertNotEnding('resume');
    await this.shared.pauses.of(id).resume('process');
  }

  /**
   * How many messages of a list or stream function remain in Redis, how many workers they need, and Azure's vote, by the
   * newest five readings: call it about every ten seconds. Calls within a second share one. Only while it is running.
   *
   * @param options.workers how many workers there are, for the vote. Default 1: a process knows only itself
   * @param options.maxAgeInMs how old a reading may be. Default 1,000; with 0, Redis is asked in any case
   * @throws RedisTriggersError FUNCTION_UNKNOWN, FUNCTION_NOT_SCALABLE, SCALING_OPTION_INVALID, SCALE_UNREADABLE, RUNTIME_STATE
   */
  scale(functionId: string, options: ReadingOptions = {}): Promise<FunctionScale> {
    return this.backlog.of(functionId, options, this.state);
  }

  /**
   * The messages that a function gave up on: to inspect, to put back where they came from, or to remove. Opens its own
   * connection if there is none, even before `start()`; it stays open until `stop()`.
   *
   * @throws RedisTriggersError FUNCTION_UNKNOWN if no function has this id, RUNTIME_STATE after `stop()`
   */
  deadLetters(functionId: string): DeadLetters {
    const { connections, clock, schedule } = this.shared;
    const { descriptor, target } = findPrepared(this.prepared, functionId);
    if (schedule.stopping.aborted)
      throw runtimeStateError('deadLetters() was called on a runtime that was stopped');
    return new DeadLetters(descriptor, {
      client: connections.command(target),
      clock,
      onReplayed: () => this.running.find((each) => each.descriptor === descriptor)?.listener.claimSoon?.(),
    });
  }

  /** Sends on the connections of this runtime, until it stops; a stop waits for what is being sent. Also before `start()`. */
  get sender(): Sender {
    return this.company.sender;
  }

  /** Calls `stop()`: `await using runtime = await createRuntime(…)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private get isEnding(): boolean {
    return this.state === 'stopping' || this.state === 'stopped';
  }

  /** The functions that are not paused: the others have no use for a connection. */
  private get listening(): readonly RunningFunction[] {
    return this.running.filter(({ descriptor }) => !this.shared.pauses.of(descriptor.id).current);
  }

  private assertNotEnding(method: string): void {
    if (this.isEnding) throw runtimeStateError(`${method}() was called on a runtime that is ${this.state}`);
  }

  private async stopOnce(): Promise<void> {
    const { schedule, connections, events, clock, pauses } = this.shared;
    const startedAt = clock.now();
    const functions = this.running.length;
    const wasStarted = this.state !== 'created';
    this.state = 'stopping';
    this.liveness.stop();
    pauses.close();
    schedule.begin();
    // Once `stop()` has returned: a listener may call it as well.
    await Promise.resolve();
    if (wasStarted) events.emit('stopping', { functions });
    // Awaited only where there is something to wait for, because meanwhile handlers may end, and further ones begin.
    if (this.opening) await untilSettled(this.opening, schedule.deadline);
    const unfinished = await stopFunctions(this.running, schedule, connections);
    await this.company.leave();
    schedule.end();
    connections.close();
    await Promise.allSettled(this.resources.map((resource) => resource.close()));
    this.state = 'stopped';
    for (const { state } of this.running) state.stopped();
    if (wasStarted) events.emit('stopped', { functions, unfinished, afterInMs: clock.now() - startedAt });
  }
}
