import { createClient } from 'redis';

/** How long a stop may have to wait for a pop. */
const blockInSeconds = 0.1;

/**
 * The same loop as the one by hand on ioredis, on node-redis.
 *
 * @type {import('../side/contestant.js').Contestant}
 */
export const contestant = {
  async start({ port, key, options }, handle) {
    const client = createClient({ socket: { port } });
    await client.connect();
    let isStopping = false;
    const loop = async () => {
      while (!isStopping) {
        const elements = (await client.lPopCount(key, options.count)) ?? [];
        if (elements.length > 0) await Promise.all(elements.map(async (element) => handle(element)));
        else await client.blPop(key, blockInSeconds).then((reply) => reply && handle(reply.element));
      }
    };
    const ended = loop();
    return {
      async stop() {
        isStopping = true;
        await ended;
        await client.close();
      },
    };
  },

  textOf: String,
};
