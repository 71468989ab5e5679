import type { DefinitionOptions } from './agreed-options.js';
import type { CheckedOptions } from './checked-options.js';
import { makeDefinition, type StreamDefinition } from './definition.js';
import type { PayloadInput, PayloadOutput, PayloadType } from './payload-types.js';
import type { StreamTriggerOptions } from './trigger-options.js';

/**
 * Defines a stream once for those who add to it and those who handle its entries: its key, connection and payload, and
 * defaults for the options of its triggers. Checks nothing: what is wrong is a problem of each function and each sender
 * that uses it. Without `payload`, an entry is an object of its fields; with `payloadField`, the payload is JSON in that
 * field, else each of its members is a field.
 */
export function defineStream<Type extends PayloadType | undefined = undefined, Batch extends boolean = false>(
  key: string | readonly string[],
  options: CheckedOptions<DefinitionOptions<StreamTriggerOptions>, Type, Batch>,
): StreamDefinition<PayloadInput<Type, StreamFields>, PayloadOutput<Type, StreamFields>, Batch> {
  return makeDefinition('stream', { ...options, key });
}

/** The fields of a stream entry without a payload type. An array repeats its field. */
export type StreamFields = Readonly<Record<string, FieldValue | readonly FieldValue[]>>;

type FieldValue = string | number | Buffer;
