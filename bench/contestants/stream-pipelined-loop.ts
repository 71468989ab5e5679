import type { Contestant, Handle } from '../side/contestant.js';
import { fieldsAsJson, textInJson } from './fields-as-json.js';
import { runStreamLoop, type StreamLoop } from './run-stream-loop.js';

type Entry = [id: Buffer, fields: Buffer[]];

/**
 * The fastest loop that a few lines can be: two reads are always under way, and what was handled in one turn of the
 * event loop is acknowledged at once. What a handler does is not waited for, and nothing outlives an error.
 */
export const contestant: Contestant = {
  start: (conditions, handle) => runStreamLoop(conditions, (loop) => readAhead(loop, handle)),

  textOf: textInJson,
};

async function readAhead(loop: StreamLoop, handle: Handle): Promise<void> {
  const { client, key, count } = loop;
  let handled: string[] = [];
  const acknowledge = (): void => {
    void client.call('XACK', [key, 'loop', ...handled]);
    handled = [];
  };
  const read = (): Promise<unknown> =>
    client.callBuffer('XREADGROUP', ['GROUP', 'loop', 'one', 'COUNT', count, 'STREAMS', key, '>']);
  let [next, after] = [read(), read()];
  while (!loop.isStopping) {
    const reply = (await next) as [key: Buffer, entries: Entry[]] | null;
    [next, after] = [after, read()];
    for (const [id, fields] of reply?.[1] ?? []) {
      void handle({ trigger: key, message: fieldsAsJson(fields) });
      if (handled.push(id.toString()) === 1) process.nextTick(acknowledge);
    }
  }
  await Promise.all([next, after]);
}
