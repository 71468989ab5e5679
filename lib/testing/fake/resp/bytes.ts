/**
 * A byte string: one character for each byte (latin1). Keys, values and protocol texts are held so, because
 * such a string is binary-safe, can key a Map, and compares as memcmp does.
 */
export type Bytes = string;

/** The bytes of a text (as UTF-8) or of a buffer, as a byte string. */
export function toBytes(value: string | Uint8Array): Bytes {
  if (typeof value !== 'string') return Buffer.from(value).toString('latin1');
  return isAscii(value) ? value : Buffer.from(value, 'utf8').toString('latin1');
}

/** The bytes of a byte string. */
export function toBuffer(bytes: Bytes): Buffer {
  return Buffer.from(bytes, 'latin1');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return false;
  }
  return true;
}
