import type { DescribeError } from '../../errors/describe-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { Logger } from '../../logging/logger.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import type { Clock } from '../../time/clock.js';
import type { RuntimeHealth } from '../health/health.js';
import type { EndingObserver } from '../reporting/invocation-events.js';

/** What goes along with a runtime while it runs, and may pause its functions: the fleet, of which a runtime knows nothing. */
export interface RuntimeCompanion {
  /** The connection that it uses, as a trigger would name it; undefined: that of the functions, where it is one. */
  readonly connection: string | undefined;
  /** Why it has not joined yet; undefined where nothing went wrong. */
  readonly obstacle: string | undefined;
  /** Called before any function is made. The start waits for it, and what it pauses starts paused. */
  join(runtime: AccompaniedRuntime, stopping: AbortSignal): Promise<void>;
  /** Called when no function runs any more, while connections are still open. Should not take long; never rejects. */
  leave(): Promise<void>;
}

/** A runtime as its companion sees it. */
export interface AccompaniedRuntime {
  readonly functions: readonly FunctionDescriptor[];
  /** For commands on the companion's connection. */
  readonly client: CommandClient;
  /** The name of that connection. */
  readonly connection: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly describeError: DescribeError;
  health(): RuntimeHealth;
  /** Calls back with how each invocation ends; to be called while it joins. */
  onEnded(observer: EndingObserver): void;
  /** Pauses a function in the name of the fleet, in place of what was said before. */
  pause(functionId: string, forInMs?: number): void;
  /** Ends that pause. */
  resume(functionId: string): void;
}
