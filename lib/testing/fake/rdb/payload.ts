import type { Bytes } from '../resp/bytes.js';
import type { RedisVersion } from '../versions.js';
import { crc64 } from './crc64.js';

/** Behind the bytes: the version of the format in two, and their CRC-64 in eight. */
const footerLength = 10;

/** Which version of the RDB format a server writes. */
const formats: Readonly<Record<RedisVersion, number>> = {
  '6.0': 9,
  '6.2': 9,
  '7.0': 10,
  '7.2': 11,
  '7.4': 12,
  '8.0': 12,
  '8.2': 12,
  'valkey-8': 11,
  'valkey-9': 80,
};

/** Versions that Redis took when Valkey had its own already: Valkey 9 refuses them. */
const isForeign = (format: number): boolean => format >= 12 && format < 80;

/** Puts the footer behind serialized bytes, as DUMP answers them. */
export function seal(bytes: Bytes, version: RedisVersion): Bytes {
  const format = formats[version];
  const whole = bytes + String.fromCharCode(format & 0xff, format >> 8);
  return whole + crc64(whole);
}

/** The bytes before the footer; undefined where it is wrong, or of a version that is newer than the server. */
export function unseal(payload: Bytes, version: RedisVersion): Bytes | undefined {
  if (payload.length < footerLength) return undefined;
  const end = payload.length - footerLength;
  const format = payload.charCodeAt(end) | (payload.charCodeAt(end + 1) << 8);
  if (format > formats[version] || (version === 'valkey-9' && isForeign(format))) return undefined;
  return crc64(payload.slice(0, -8)) === payload.slice(-8) ? payload.slice(0, end) : undefined;
}
