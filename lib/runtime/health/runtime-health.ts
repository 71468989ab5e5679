import type { Listener } from '../../listeners/listener.js';
import type { RateLimit } from '../../listeners/rate/rate-limit.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import type { FunctionState } from './function-state.js';
import type { RuntimeHealth, RuntimeState } from './health.js';
import { listenerHealth } from './listener-health.js';

/** What the health of a function is read from. */
interface ObservedFunction {
  readonly descriptor: { readonly id: string };
  readonly state: FunctionState;
  readonly listener: Listener;
  readonly otherLoops: readonly LoopLiveness[];
  readonly rate: Pick<RateLimit, 'isReached'> | undefined;
  readonly abandoned: () => number;
}

/** The health of a runtime in this state, with these functions. */
export function runtimeHealth(state: RuntimeState, running: readonly ObservedFunction[]): RuntimeHealth {
  const functions = Object.fromEntries(
    running.map(({ descriptor, state: fares, abandoned, listener, otherLoops, rate }) => [
      descriptor.id,
      fares.health(listenerHealth(listener, otherLoops, rate), abandoned()),
    ]),
  );
  const all = Object.values(functions);
  return {
    state,
    live: state !== 'stopped' && all.every(({ live }) => live),
    // A pause is wanted: nothing is to be routed elsewhere, or restarted, because of it.
    ready: state === 'running' && all.every(({ state: each }) => each === 'listening' || each === 'paused'),
    functions,
  };
}
