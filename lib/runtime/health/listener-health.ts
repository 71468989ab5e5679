import type { Listener } from '../../listeners/listener.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import type { ListenerHealth } from './health.js';

/** How a listener fares at this moment, with the loops that run beside it. */
export function listenerHealth(
  { loops, inFlight, waiting, backoff, isStandby }: Listener,
  beside: readonly LoopLiveness[],
): ListenerHealth {
  return {
    live: [...loops, ...beside].every(({ isLive }) => isLive),
    inFlight,
    waiting,
    ...(backoff && { backoff }),
    ...(isStandby !== undefined && { standby: isStandby }),
  };
}
