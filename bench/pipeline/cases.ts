import { RedisListTrigger } from '../../lib/index.js';
import type { Class } from '../../lib/metadata/class.js';
import { handlerClass } from '../contestants/handler-class.js';
import { triggerOptions } from '../contestants/trigger-options.js';
import type { Feature } from '../side/contestant.js';
import { makeHandler, type HandlerKind } from '../side/handlers.js';

/** A handler whose way from the message to the method is measured. */
export interface PipelineCase {
  readonly label: string;
  readonly handlerClass: Class;
  /** The most that a message may take, in microseconds. */
  readonly limitInMicros: number;
}

let handled = 0;

/** How many messages all handlers have had. */
export function handledSoFar(): number {
  return handled;
}

export const pipelineCases: readonly PipelineCase[] = [
  { label: 'singleton handler, `RedisMessageModel`', handlerClass: classOf('async'), limitInMicros: 1 },
  { label: 'the same, synchronous', handlerClass: classOf('sync'), limitInMicros: 1 },
  { label: 'handler with an invocation scope', handlerClass: classOf('async', 'scope'), limitInMicros: 7 },
  { label: 'validated payload class', handlerClass: classOf('async', 'payload'), limitInMicros: 20 },
];

function classOf(kind: HandlerKind, feature?: Feature): Class {
  const conditions = { port: 0, key: 'bench', messages: 0, options: feature ? { feature } : {} };
  const handle = makeHandler(kind, conditions.port, () => {
    handled++;
  });
  return handlerClass(feature, RedisListTrigger(triggerOptions(conditions)), handle);
}
