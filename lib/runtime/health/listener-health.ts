import type { Listener } from '../../listeners/listener.js';
import type { RateLimit } from '../../listeners/rate/rate-limit.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import type { ListenerHealth } from './health.js';

/** How a listener fares at this moment, with the loops that run beside it. */
export function listenerHealth(
  { loops, inFlight, waiting, backoff, isStandby }: Listener,
  beside: readonly LoopLiveness[],
  rate?: Pick<RateLimit, 'isReached'>,
): ListenerHealth {
  return {
    live: [...loops, ...beside].every(({ isLive }) => isLive),
    inFlight,
    waiting,
    ...(backoff && { backoff }),
    ...(rate && { rateLimited: rate.isReached }),
    ...(isStandby !== undefined && { standby: isStandby }),
  };
}
