import type { Listener } from '../listeners/listener.js';
import type { ListenerHealth } from './health.js';

/** How a listener fares at this moment. */
export function listenerHealth({ pulses, inFlight, waiting, backoff }: Listener): ListenerHealth {
  const live = pulses.every(({ isLive }) => isLive);
  return { live, inFlight, waiting, ...(backoff && { backoff: Object.freeze(backoff) }) };
}
