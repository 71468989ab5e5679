import { isError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { contentFields } from '../messages/content-fields.js';
import type { RawMessage } from '../messages/raw-message.js';
import type { FieldTypes } from './field-types.js';
import { fieldsAsObject } from './fields-as-object.js';
import { isOfFields, payloadBody } from './message-body.js';
import { parseJson } from './parse-json.js';
import { isPayloadError, payloadError } from './payload-error.js';
import { payloadReading } from './payload-reading.js';

/**
 * Turns a message into its payload; rejects with PAYLOAD_INVALID where the message is to blame, and with
 * anything else where it could not be told, such as an asynchronous validation that lost its database.
 */
export type PayloadDecoder = (message: RawMessage) => Promise<unknown>;

/** The decoder of a function, or undefined where it has no payload. Loads what a payload class needs. */
export async function payloadDecoder(descriptor: FunctionDescriptor): Promise<PayloadDecoder | undefined> {
  const { payload, place } = descriptor;
  if (payload === undefined) return undefined;
  const { validate, types } = await payloadReading(payload, place, isOfFields(descriptor));
  // async, so that what decoding throws is a rejection as well
  return async (message) => await validate(decode(message, descriptor, types));
}

function decode(message: RawMessage, descriptor: FunctionDescriptor, types?: FieldTypes): unknown {
  const fields =
    message.kind === 'stream' && isOfFields(descriptor) ? contentFields(message.fields) : undefined;
  try {
    return fields ? fieldsAsObject(fields, types) : parseJson(payloadBody(message, descriptor));
  } catch (error) {
    if (isPayloadError(error)) throw error;
    const reason = isError(error) ? error.message : String(error);
    throw payloadError(descriptor.place, `the payload cannot be read: ${reason}`);
  }
}
