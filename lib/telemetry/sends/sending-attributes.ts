import type { Sending } from '../../sending/send-instrument.js';
import { destinationOf } from '../destination.js';
import { attributes, type AttributeValues } from '../names.js';

/** Where something is sent, as attributes; the channels of a pattern go by the pattern. */
export function sendingAttributes({ descriptor, source }: Sending): AttributeValues {
  const { [attributes.group]: _group, ...others } = destinationOf(
    descriptor,
    destinationName(descriptor, source),
  );
  return { ...others, [attributes.operation]: 'send' };
}

/** The key or channel, or the pattern that the channel is one of. */
export function destinationName(descriptor: Sending['descriptor'], source: string): string {
  return descriptor.kind === 'pubsub' ? descriptor.channel : source;
}
