import type { BytesInJson } from '../../../dead-letter-tools/letter-line.js';

/** Bytes for people: text as it is, and everything that is none, or that would steer a terminal, as `\x1b`. */
export function escapeBytes(bytes: BytesInJson): string {
  if (typeof bytes === 'string') return escapeText(bytes);
  const known = Buffer.from(bytes.base64, 'base64').toString('latin1');
  return known.replace(/[^\x20-\x5b\x5d-\x7e]/g, escapeCharacter);
}

/** The same of a text that was decoded already. */
export function escapeText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/gu, escapeCharacter);
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const known = short[character];
  if (known !== undefined) return known;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
