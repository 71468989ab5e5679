import { Redis } from 'ioredis';
import type { Contestant } from '../side/contestant.js';

/** How long a stop may have to wait for a pop. */
const blockInSeconds = 0.1;

/** The barest loop: BLPOP, handle, BLPOP. */
export const contestant: Contestant = {
  start({ port, key }, handle) {
    const client = new Redis(port);
    let isStopping = false;
    const loop = async (): Promise<void> => {
      while (!isStopping) {
        const reply = await client.blpop(key, blockInSeconds);
        if (reply) await handle(reply[1]);
      }
    };
    const ended = loop();
    return Promise.resolve({
      async stop() {
        isStopping = true;
        await ended;
        client.disconnect();
      },
    });
  },

  textOf: (message) => message as string,
};
