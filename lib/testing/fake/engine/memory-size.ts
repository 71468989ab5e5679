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

/** The bytes that a text such as `500kb` means; undefined when it means none. */
export function parseMemory(text: Bytes): number | undefined {
  const [, digits, unit] = /^(\d{1,15})([a-z]*)$/i.exec(text) ?? [];
  const factor = units[unit?.toLowerCase() ?? 'none'];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
