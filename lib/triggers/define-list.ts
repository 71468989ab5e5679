import type { DefinitionOptions } from './agreed-options.js';
import type { CheckedOptions } from './checked-options.js';
import { makeDefinition, type ListDefinition } from './definition.js';
import type { PayloadInput, PayloadOutput, PayloadType } from './payload-types.js';
import type { ListTriggerOptions } from './trigger-options.js';

/**
 * Defines a list once for those who push to it and those who handle its elements: its key, connection and payload, and
 * defaults for the options of its triggers. Checks nothing: what is wrong is a problem of each function and each sender
 * that uses it. Without `payload`, elements are strings or bytes.
 */
export function defineList<Type extends PayloadType | undefined = undefined, Batch extends boolean = false>(
  key: string | readonly string[],
  options: CheckedOptions<DefinitionOptions<ListTriggerOptions>, Type, Batch>,
): ListDefinition<PayloadInput<Type, string | Buffer>, PayloadOutput<Type, string | Buffer>, Batch> {
  return makeDefinition('list', { ...options, key });
}
