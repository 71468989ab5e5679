import type { ListOverrides } from './agreed-options.js';
import type { AnyListTriggerOptions } from './azure-spellings.js';
import type { ListDefinition } from './definition.js';
import { recordTrigger } from './record-trigger.js';

/**
 * Runs the method for each element of one or more lists.
 *
 * Delivery: to one process, by default at most once: the element is popped (LPOP, RPOP, LMPOP and their blocking
 * forms), and what a crashed process held is lost. With `delivery: 'atLeastOnce'` an element stays in Redis until it
 * is handled, and returns to its list if its process dies.
 *
 * A handler that fails is retried in this process as `retry` says. An element that fails for good becomes a dead
 * letter.
 */
export function RedisListTrigger(definition: ListDefinition, overrides?: ListOverrides): MethodDecorator;
export function RedisListTrigger(options: AnyListTriggerOptions): MethodDecorator;
export function RedisListTrigger(
  options: ListDefinition | AnyListTriggerOptions,
  overrides?: ListOverrides,
): MethodDecorator {
  return recordTrigger('list', options, overrides);
}
