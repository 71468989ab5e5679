import type { RunningFunction } from '../../runtime/functions/running-function.js';
import { systemClock } from '../../time/system-clock.js';
import type { VirtualClock } from '../../testing/fake/clock/virtual-clock.js';
import { InvocationLog } from '../../testing/kit/invocation-log.js';
import { recordOf } from '../../testing/kit/invocation-record.js';
import { virtualClockOf } from '../../testing/kit/open-test-runtime.js';
import { runtimeClock } from '../../testing/kit/runtime-clock.js';
import { defaultChoice, openBackend, type TestBackend } from '../../testing/kit/test-backend.js';
import type { BackendOfRegistration, NestBackend } from '../nest-backend.js';
import type { NestTestOptions } from './nest-test-options.js';

/** What a test can see of one registration. */
export interface WatchedRegistration {
  readonly log: InvocationLog;
  readonly running: readonly RunningFunction[];
}

/** The Redis of a test of an application, and what its registrations do on it. */
export class NestTestBackend implements NestBackend {
  private readonly watched = new Map<
    string | undefined,
    { log: InvocationLog; running: readonly RunningFunction[] }
  >();
  private client?: ReturnType<TestBackend['client']>;
  private open = 0;

  private constructor(
    readonly backend: TestBackend,
    readonly clock: VirtualClock | undefined,
    readonly timeoutInMs: number,
  ) {}

  static async open({
    redis,
    version,
    clock,
    timeoutInMs = 5_000,
  }: NestTestOptions): Promise<NestTestBackend> {
    const chosen = redis ?? (clock === 'virtual' ? 'fake' : defaultChoice());
    const virtual = virtualClockOf({ ...(clock && { clock }) }, chosen);
    return new NestTestBackend(await openBackend(chosen, { version, clock: virtual }), virtual, timeoutInMs);
  }

  of(name: string | undefined): BackendOfRegistration {
    const watched = { log: new InvocationLog(), running: [] as readonly RunningFunction[] };
    this.watched.set(name, watched);
    this.open += 1;
    return {
      options: {
        shutdownTimeoutInMs: 1_000,
        configureKeyspaceNotifications: true,
        ...(this.clock && { clock: runtimeClock(this.clock) }),
      },
      hooks: {
        everyConnection: this.backend.connection,
        stopClock: systemClock,
        onAttempt: (attempt) => watched.log.add(recordOf(attempt)),
        onAssembled: (functions) => (watched.running = functions),
      },
      startTimeoutInMs: this.timeoutInMs,
      closed: () => this.closed(),
    };
  }

  /** What the registration with this name does. Throws where there is none. */
  registration(name: string | undefined): WatchedRegistration {
    const watched = this.watched.get(name);
    if (watched) return watched;
    throw new Error(
      `there is no RedisTriggersModule ${name === undefined ? 'without a name' : `named "${name}"`}`,
    );
  }

  /** A client of this Redis, which is closed with it. */
  async connected(): Promise<ReturnType<TestBackend['client']>> {
    this.client ??= this.backend.client();
    await this.client.ping();
    return this.client;
  }

  private async closed(): Promise<void> {
    this.open -= 1;
    if (this.open > 0) return;
    this.client?.disconnect();
    await this.backend.close();
  }
}
