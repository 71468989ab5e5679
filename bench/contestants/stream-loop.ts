import type { Contestant } from '../side/contestant.js';
import { readAndRunAll, runStreamLoop } from './run-stream-loop.js';

/** The hand-written loop that hands on what the client gave it. */
export const contestant: Contestant = {
  start: (conditions, handle) =>
    runStreamLoop(conditions, (loop) => readAndRunAll(loop, handle, (entry) => entry)),

  textOf: (message) => (message as [id: string, fields: string[]])[1][1] ?? '',
};
