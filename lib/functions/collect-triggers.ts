import type { Problem } from '../errors/problem.js';
import type { Class } from '../metadata/class.js';
import { ownTriggerMetadata, type TriggerMetadata } from '../metadata/trigger-metadata.js';
import { nameOf } from './class-name.js';
import { prototypesOf } from './prototypes-of.js';
import { targetWords } from './target-words.js';

/**
 * The triggers of a handler class, its own and its parents'. A method that a subclass overrides counts
 * once: with the triggers of the nearest class that gives it any. In the order of the source, parents first.
 */
export function collectTriggers(handlerClass: Class, problems: Problem[]): readonly TriggerMetadata[] {
  const place = nameOf(handlerClass);
  const byMethod = new Map<TriggerMetadata['method'], readonly TriggerMetadata[]>();
  for (const prototype of prototypesOf(handlerClass.prototype as object | null)) {
    const own = ownTriggerMetadata(prototype);
    for (const { method } of own) {
      // Decorators run from the method upwards, so the topmost is recorded last.
      byMethod.set(method, own.filter((each) => each.method === method).reverse());
    }
  }
  const records = [...byMethod.values()].flat();
  const onStatics = prototypesOf(handlerClass).flatMap(ownTriggerMetadata);
  const misplaced = [...onStatics, ...records].filter(({ target }) => target !== 'method');
  for (const { method, target } of misplaced) {
    const what = `a trigger decorator is on ${targetWords[target]}`;
    problems.push({ code: 'HANDLER_INVALID', place: `${place}.${String(method)}`, what });
  }
  if (records.length === 0 && misplaced.length === 0) {
    problems.push({
      code: 'HANDLER_INVALID',
      place,
      what: 'the class has no method with a trigger decorator',
    });
  }
  return records.filter(({ target }) => target === 'method');
}
