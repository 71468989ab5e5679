import type { RedisClient } from '../connection/redis-client.js';

/**
 * Whether any of these clients has made a step towards a connection since this was last asked: while Redis
 * is down they try again and again.
 */
export function isMoving(clients: readonly Pick<RedisClient, 'steps'>[]): () => boolean {
  let last = -1;
  return () => {
    const steps = clients.reduce((sum, client) => sum + client.steps, 0);
    const isMoved = steps !== last;
    last = steps;
    return isMoved;
  };
}
