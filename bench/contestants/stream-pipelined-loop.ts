import { Redis } from 'ioredis';
import type { Contestant } from '../side/contestant.js';
import { fieldsAsJson, textInJson } from './fields-as-json.js';

type Entry = [id: Buffer, fields: Buffer[]];

/**
 * The fastest loop that a few lines can be: two reads are always under way, and what was handled in one turn of the
 * event loop is acknowledged at once. What a handler does is not waited for, and nothing outlives an error.
 */
export const contestant: Contestant = {
  async start({ port, key, options }, handle) {
    const { count = 10 } = options;
    const client = new Redis(port);
    await client.xgroup('CREATE', key, 'loop', '0', 'MKSTREAM');
    let isStopping = false;
    let handled: string[] = [];
    const acknowledge = (): void => {
      void client.call('XACK', [key, 'loop', ...handled]);
      handled = [];
    };
    const read = (): Promise<unknown> =>
      client.callBuffer('XREADGROUP', ['GROUP', 'loop', 'one', 'COUNT', count, 'STREAMS', key, '>']);
    const loop = async (): Promise<void> => {
      let [next, after] = [read(), read()];
      while (!isStopping) {
        const reply = (await next) as [key: Buffer, entries: Entry[]] | null;
        [next, after] = [after, read()];
        for (const [id, fields] of reply?.[1] ?? []) {
          void handle({ trigger: key, message: fieldsAsJson(fields) });
          if (handled.push(id.toString()) === 1) process.nextTick(acknowledge);
        }
      }
      await Promise.all([next, after]);
    };
    const ended = loop();
    return {
      async stop() {
        isStopping = true;
        await ended;
        client.disconnect();
      },
    };
  },

  textOf: textInJson,
};
