import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { HookCaller } from '../../invocation/hook-caller.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { RateLimit } from '../../listeners/rate/rate-limit.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import type { FunctionState } from '../health/function-state.js';
import type { PausableListener } from '../pause/pausable-listener.js';

/** A function together with what runs it. */
export interface RunningFunction {
  readonly descriptor: FunctionDescriptor;
  readonly state: FunctionState;
  /** Who hears how it fares: of its listener, and of its connections. */
  readonly observer: ListenerObserver;
  readonly listener: PausableListener;
  /** The loops that the function depends on and its listener knows nothing of: credentials, claims of ids. */
  readonly otherLoops: readonly LoopLiveness[];
  /** How many messages it may take; undefined where that is not limited. */
  readonly rate: RateLimit | undefined;
  /** The hooks of its class, which all functions of the class share; undefined where it has none. */
  readonly hooks: HookCaller | undefined;
  /** How many handlers still run although their time limit has passed. */
  readonly abandoned: () => number;
}
