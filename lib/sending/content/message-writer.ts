import { fieldsAsObject } from '../../binding/fields-as-object.js';
import { parseJsonText } from '../../binding/parse-json.js';
import { isPayloadError, payloadError } from '../../binding/payload-error.js';
import type { PayloadReading } from '../../binding/validation.js';
import { describeError } from '../../errors/describe-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { contentFields } from '../../messages/content-fields.js';
import { fieldsOf, writeFields } from './write-fields.js';
import { writeJson } from './write-json.js';
import { writePlain } from './write-plain.js';
import type { WrittenMessage } from './written-message.js';

/** Writes a message, and reads it again as its trigger would. Throws PAYLOAD_INVALID where that cannot be. */
export type MessageWriter = (input: unknown) => WrittenMessage;

/** What writes the messages of a definition, of which `descriptor` is what a trigger has. */
export function messageWriter(
  descriptor: FunctionDescriptor,
  reading: PayloadReading | undefined,
): MessageWriter {
  const { place } = descriptor;
  const field = descriptor.kind === 'stream' ? descriptor.payloadField : undefined;
  const before = field === undefined ? [] : [field];
  const toPlain = reading?.toPlain ?? ((value: unknown) => value);
  if (descriptor.kind === 'stream' && field === undefined) {
    return (input) => {
      const words = writeFields(
        attempt(place, () => toPlain(input)),
        place,
      );
      if (!reading) return { words };
      const fields = contentFields(fieldsOf(words));
      return { words, decoded: attempt(place, () => fieldsAsObject(fields, reading.types)) };
    };
  }
  if (reading) {
    return (input) => {
      const json = writeJson(
        attempt(place, () => toPlain(input)),
        place,
      );
      return { words: [...before, json], decoded: attempt(place, () => parseJsonText(json)) };
    };
  }
  return (input) =>
    field !== undefined && typeof input === 'object' && !(input instanceof Uint8Array)
      ? { words: writeFields(input, place) }
      : { words: [...before, writePlain(input, place)] };
}

/** What is thrown here is about the message, whoever throws it, such as a getter of the user. */
function attempt<Result>(place: string, act: () => Result): Result {
  try {
    return act();
  } catch (cause) {
    if (isPayloadError(cause)) throw cause;
    throw payloadError(place, `it cannot be read again: ${describeError(cause).message}`, cause);
  }
}
