import type { Listener } from '../listeners/listener.js';
import type { ListenerHealth } from './health.js';

/** How a listener fares at this moment. */
export function listenerHealth({ pulses, inFlight, waiting, backoff, isStandby }: Listener): ListenerHealth {
  return {
    live: pulses.every(({ isLive }) => isLive),
    inFlight,
    waiting,
    ...(backoff && { backoff }),
    ...(isStandby !== undefined && { standby: isStandby }),
  };
}
