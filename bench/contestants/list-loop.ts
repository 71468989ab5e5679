import { Redis } from 'ioredis';
import type { Contestant } from '../side/contestant.js';

/** How long a stop may have to wait for a pop. */
const blockInSeconds = 0.1;

/** The loop by hand: LPOP with a count, run all, pop again. Where the list is empty, it waits with BLPOP. */
export const contestant: Contestant = {
  start({ port, key, options }, handle) {
    const { count = 10 } = options;
    const client = new Redis(port);
    let isStopping = false;
    const loop = async (): Promise<void> => {
      while (!isStopping) {
        const elements =
          (await client.lpop(key, count)) ?? (await client.blpop(key, blockInSeconds))?.slice(1) ?? [];
        await Promise.all(elements.map(async (element) => handle(element)));
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
