import type { ConnectingClient } from '../../redis/commands/clients.js';

/** Whether bytes have moved on the connections of a client since this was last asked: then an answer is on its way. */
export function areBytesMoving(client: { readonly moves?: number }): () => boolean {
  let last = client.moves;
  return () => {
    const before = last;
    last = client.moves;
    return last !== before;
  };
}

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
