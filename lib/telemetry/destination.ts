import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { attributes, type AttributeValues } from './names.js';

/**
 * Where the messages of a function come from, as attributes. `source` is one of its keys, or its channel; the channels of
 * a pattern go by the pattern, because there may be any number of them.
 */
export function destinationOf(descriptor: FunctionDescriptor, source: string): AttributeValues {
  const isPattern = descriptor.kind === 'pubsub' && descriptor.pattern;
  return {
    [attributes.system]: 'redis',
    [attributes.operation]: 'process',
    [isPattern ? attributes.template : attributes.destination]: source,
    ...(descriptor.kind === 'stream' && { [attributes.group]: descriptor.consumerGroup }),
  };
}
