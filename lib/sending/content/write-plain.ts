import { payloadError } from '../../binding/payload-error.js';
import { typeName } from './type-name.js';

/** The words of a message without a payload: texts and bytes as they are. */
export function writePlain(input: unknown, place: string): string | Buffer {
  if (typeof input === 'string') return input;
  if (input instanceof Uint8Array) return bytesOf(input);
  const what = `it must be a string or a Buffer, but is ${typeName(input)}: its definition has no payload`;
  throw payloadError(place, what);
}

/** The same bytes, of whatever view they are. */
export function bytesOf(view: Uint8Array): Buffer {
  return Buffer.isBuffer(view) ? view : Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}
