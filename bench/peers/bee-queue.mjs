import BeeQueue from 'bee-queue';
import { plainText } from '../../dist/bench/side/stamp.js';

const atOnce = 1_000;

/**
 * A worker of bee-queue.
 *
 * @type {import('../side/contestant.js').Contestant}
 */
export const contestant = {
  async load({ port, key, messages }) {
    const queue = new BeeQueue(key, { redis: { port }, isWorker: false, storeJobs: false });
    for (let sent = 0; sent < messages; sent += atOnce) {
      const length = Math.min(atOnce, messages - sent);
      await queue.saveAll(Array.from({ length }, () => queue.createJob({ body: plainText() })));
    }
    await queue.close();
  },

  async start({ port, key, options }, handle) {
    const queue = new BeeQueue(key, { redis: { port } });
    await queue.ready();
    queue.process(options.concurrency, async (message) => handle(message));
    return { stop: () => queue.close() };
  },

  textOf: (message) => message.data.body,
};
