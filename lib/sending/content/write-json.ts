import { payloadError } from '../../binding/payload-error.js';
import { describeError } from '../../errors/describe-error.js';
import { typeName } from './type-name.js';

/** A payload as JSON. Throws where it has none: `JSON.stringify` would say so in many ways, or not at all. */
export function writeJson(value: unknown, place: string): string {
  const text = stringify(value, place);
  if (text !== undefined) return text;
  throw payloadError(place, `${typeName(value)} cannot be written as JSON`);
}

/** Undefined for what JSON has no word for, which the type of JSON.stringify does not say. */
function stringify(value: unknown, place: string): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    // Such as a bigint, a circle, or a toJSON of the user's own. It names types and members, and no values.
    const [reason = ''] = describeError(cause).message.split('\n');
    throw payloadError(place, `it cannot be written as JSON: ${reason}`, cause);
  }
}
