import { createClient } from 'redis';

/** How long a stop may have to wait for a read. */
const blockInMs = 100;

/**
 * The same loop as the one by hand on ioredis, on node-redis.
 *
 * @type {import('../side/contestant.js').Contestant}
 */
export const contestant = {
  async start({ port, key, options }, handle) {
    const client = createClient({ socket: { port } });
    await client.connect();
    await client.xGroupCreate(key, 'loop', '0', { MKSTREAM: true });
    const from = { key, id: '>' };
    let isStopping = false;
    const loop = async () => {
      while (!isStopping) {
        const reply = await client.xReadGroup('loop', 'one', from, {
          COUNT: options.count,
          BLOCK: blockInMs,
        });
        const entries = reply?.[0]?.messages ?? [];
        if (entries.length === 0) continue;
        await Promise.all(entries.map(async (entry) => handle(entry)));
        await client.xAck(
          key,
          'loop',
          entries.map(({ id }) => id),
        );
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

  textOf: (message) => message.message.body,
};
