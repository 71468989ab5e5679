import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { MessageForm } from '../functions/parameters/parameter-descriptor.js';
import type { RawMessage } from '../messages/raw-message.js';
import { isOfFields, payloadBody } from './message-body.js';

/** Reads a message in the form that a parameter asks for. */
export function messageReader(
  form: MessageForm,
  descriptor: FunctionDescriptor,
): (message: RawMessage) => unknown {
  const showsAll = isOfFields(descriptor);
  const readers: { readonly [Form in MessageForm]: (message: RawMessage) => unknown } = {
    model: (message) => message.toModel(),
    raw: (message) => message,
    text: (message) => (showsAll ? message.toModel().message : payloadBody(message, descriptor).toString()),
    bytes: (message) => payloadBody(message, descriptor),
  };
  return readers[form];
}
