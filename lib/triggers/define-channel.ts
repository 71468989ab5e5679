import type { DefinitionOptions } from './agreed-options.js';
import type { CheckedPayloadOption } from './checked-options.js';
import { makeDefinition, type ChannelDefinition } from './definition.js';
import type { PayloadInput, PayloadOutput, PayloadType } from './payload-types.js';
import type { PubSubTriggerOptions } from './trigger-options.js';

/**
 * Defines a channel, a pattern or a sharded channel once for those who publish and those who subscribe: its name,
 * connection and payload, and defaults for the options of its triggers. Checks nothing: what is wrong is a problem of
 * each function and each sender that uses it. Without `payload`, messages are strings or bytes.
 */
export function defineChannel<Type extends PayloadType | undefined = undefined>(
  channel: string,
  options: CheckedPayloadOption<DefinitionOptions<PubSubTriggerOptions>, Type>,
): ChannelDefinition<PayloadInput<Type, string | Buffer>, PayloadOutput<Type, string | Buffer>> {
  return makeDefinition('pubsub', { ...options, channel });
}
