import { Redis } from 'ioredis';
import type { Contestant } from '../side/contestant.js';

/** A bare ioredis listener on a pattern. */
export const contestant: Contestant = {
  async start({ port, key }, handle) {
    const client = new Redis(port);
    client.on('pmessage', (_pattern: string, _channel: string, message: string) => void handle(message));
    await client.psubscribe(`${key}:*`);
    return {
      stop() {
        client.disconnect();
        return Promise.resolve();
      },
    };
  },

  textOf: (message) => message as string,
};
