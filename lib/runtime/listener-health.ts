import type { Listener } from '../listeners/listener.js';
import type { Pulse } from '../time/pulse.js';
import type { ListenerHealth } from './health.js';

/** How a listener fares at this moment, with the loops that run beside it. */
export function listenerHealth(
  { pulses, inFlight, waiting, backoff, isStandby }: Listener,
  beside: readonly Pulse[],
): ListenerHealth {
  return {
    live: [...pulses, ...beside].every(({ isLive }) => isLive),
    inFlight,
    waiting,
    ...(backoff && { backoff }),
    ...(isStandby !== undefined && { standby: isStandby }),
  };
}
