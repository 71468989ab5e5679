import type { Contestant } from '../side/contestant.js';
import { fieldsAsJson, textInJson } from './fields-as-json.js';
import { readAndRunAll, runStreamLoop } from './run-stream-loop.js';

/** The hand-written loop that gives its handler what the trigger gives it: the key, and the fields as a JSON text. */
export const contestant: Contestant = {
  start(conditions, handle) {
    const { key: trigger } = conditions;
    return runStreamLoop(conditions, (loop) =>
      readAndRunAll(loop, handle, ([, fields]) => ({ trigger, message: fieldsAsJson(fields) })),
    );
  },

  textOf: textInJson,
};
