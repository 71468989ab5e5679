import type { ConnectingClient } from '../connection/client.js';

/**
 * Whether any of these clients has made a step towards a connection since this was last asked, or waits for the
 * credentials to make one: while Redis or the credentials cannot be had, they try again and again.
 */
export function isMoving(clients: readonly ConnectingClient[]): () => boolean {
  let last = -1;
  return () => {
    const steps = clients.reduce((sum, client) => sum + client.steps, 0);
    const isMoved = steps !== last;
    last = steps;
    return isMoved || clients.some(({ awaitsCredentials }) => awaitsCredentials);
  };
}
