import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { RawMessage } from '../messages/raw-message.js';
import { payloadError } from './payload-error.js';

/** The bytes of a message: of a stream entry, those of its payload field; throws where it has none. */
export function payloadBody(message: RawMessage, descriptor: FunctionDescriptor): Buffer {
  if (message.kind !== 'stream') return message.body;
  const { payloadField = '' } = descriptor.kind === 'stream' ? descriptor : {};
  const body = message.value(payloadField);
  if (!body) throw payloadError(descriptor.place, `the entry has no field "${payloadField}"`);
  return body;
}

/** Whether the payload is all the fields of a stream entry, and not one text or JSON. */
export function isOfFields(descriptor: FunctionDescriptor): boolean {
  return descriptor.kind === 'stream' && descriptor.payloadField === undefined;
}
