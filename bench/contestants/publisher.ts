import { Redis } from 'ioredis';
import type { Contestant } from '../side/contestant.js';
import { plainText } from '../side/stamp.js';

const atOnce = 100;

/** The one publishing process: pipelines of a hundred, one after the other. */
export const contestant: Contestant = {
  async load({ port, key, messages }) {
    const client = new Redis(port);
    const text = plainText();
    for (let sent = 0; sent < messages; sent += atOnce) {
      const pipeline = client.pipeline();
      for (let each = sent; each < Math.min(sent + atOnce, messages); each++) {
        pipeline.publish(`${key}:one`, text);
      }
      await pipeline.exec();
    }
    client.disconnect();
  },

  start: () => Promise.reject(new Error('the publisher only publishes')),
  textOf: String,
};
