import { Queue, Worker } from 'bullmq';
import { plainText } from '../../dist/bench/side/stamp.js';

const atOnce = 1_000;

/**
 * A worker of BullMQ.
 *
 * @type {import('../side/contestant.js').Contestant}
 */
export const contestant = {
  async load({ port, key, messages }) {
    const queue = new Queue(key, { connection: { port } });
    const entries = Array.from({ length: atOnce }, () => ({ name: 'message', data: { body: plainText() } }));
    for (let sent = 0; sent < messages; sent += atOnce)
      await queue.addBulk(entries.slice(0, messages - sent));
    await queue.close();
  },

  async start({ port, key, options }, handle) {
    const { concurrency } = options;
    const worker = new Worker(key, async (message) => handle(message), { connection: { port }, concurrency });
    worker.on('error', () => undefined);
    await worker.waitUntilReady();
    return { stop: () => worker.close(true) };
  },

  textOf: (message) => message.data.body,
};
