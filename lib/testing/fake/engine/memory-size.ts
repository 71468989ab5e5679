import type { Bytes } from '../resp/bytes.js';

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1024,
  m: 1e6,
  mb: 1024 ** 2,
  g: 1e9,
  gb: 1024 ** 3,
};

const greatest = 2n ** 64n - 1n;

/** The bytes that a text such as `500kb` means, an empty one 0; undefined when it means none. */
export function parseMemory(text: Bytes): bigint | undefined {
  const [, digits, unit] = /^(\d*)([a-z]*)$/i.exec(text) ?? [];
  const factor = units[unit?.toLowerCase() ?? 'none'];
  if (digits === undefined || factor === undefined) return undefined;
  const amount = BigInt(digits.slice(0, 100));
  return BigInt.asUintN(64, (amount > greatest ? greatest : amount) * BigInt(factor));
}
