import type { ListOverrides } from './agreed-options.js';
import type { AnyListTriggerOptions } from './azure-spellings.js';
import type { Bindings } from './binding.js';
import type { CheckedOptions, CheckedPayload, DefinedPayload, WithArgs } from './checked-options.js';
import type { ListDefinition } from './definition.js';
import type { PayloadType } from './payload-types.js';
import { recordTrigger } from './record-trigger.js';
import type { TriggerDecorator } from './trigger-decorator.js';
import type { ListTriggerOptions } from './trigger-options.js';

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
export function RedisListTrigger<
  Type extends PayloadType = never,
  Batch extends boolean = false,
  const Args extends Bindings = never,
>(
  options: WithArgs<CheckedOptions<ListTriggerOptions, Type, Batch>, Args>,
): TriggerDecorator<'list', Batch, CheckedPayload<Type>, Args>;
/** The same by a definition; `overrides` are options of this trigger alone. */
export function RedisListTrigger<
  Output,
  Batch extends boolean,
  Own extends boolean = Batch,
  const Args extends Bindings = never,
>(
  definition: ListDefinition<never, Output, Batch>,
  overrides?: WithArgs<ListOverrides & { batch?: Own }, Args>,
): TriggerDecorator<'list', Own, DefinedPayload<Output, string | Buffer>, Args>;
/** The same with options in PascalCase, or under the names that Azure gives them. */
export function RedisListTrigger(options: AnyListTriggerOptions): TriggerDecorator<'list'>;
export function RedisListTrigger(
  options: ListDefinition | AnyListTriggerOptions,
  overrides?: ListOverrides,
): TriggerDecorator<'list'> {
  return recordTrigger('list', options, overrides);
}
