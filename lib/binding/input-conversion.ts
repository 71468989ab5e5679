import type { InputForm } from '../functions/parameters/parameter-descriptor.js';
import { isInexactInteger } from './inexact-integer.js';
import { parseJson } from './parse-json.js';
import { payloadReading } from './payload-reading.js';
import type { PayloadReading } from './validation.js';

/** What becomes of a reply; undefined where there is nothing. Rejects where it is not what was asked for. */
export type InputConversion = (reply: unknown) => Promise<unknown>;

/** Converts what a command replies with into what a parameter is. */
export function inputConversion(form: InputForm, place: string): InputConversion {
  if (typeof form === 'string') return (reply) => Promise.resolve(reply).then(nothingOr(forms[form]));
  let reading: Promise<PayloadReading> | undefined;
  return async (reply) => {
    reading ??= payloadReading(form, place);
    const { validate } = await reading;
    return nothingOr((bytes) => validate(parseJson(bytes)))(reply);
  };
}

function nothingOr(convert: (bytes: Buffer) => unknown): (reply: unknown) => unknown {
  return (reply) => {
    if (reply === null || reply === undefined) return undefined;
    if (Buffer.isBuffer(reply)) return convert(reply);
    if (typeof reply === 'object') throw new TypeError('the reply is several values');
    return convert(Buffer.from(String(reply as string | number | bigint)));
  };
}

const forms: Readonly<Record<Extract<InputForm, string>, (bytes: Buffer) => unknown>> = {
  text: (bytes) => bytes.toString(),
  bytes: (bytes) => bytes,
  number: (bytes) => numberIn(bytes.toString().trim()),
  bigint: (bytes) => {
    const text = bytes.toString().trim();
    if (/^[+-]?\d+$/.test(text)) return BigInt(text);
    throw new TypeError('the value is no integer');
  },
  boolean: (bytes) => {
    const text = bytes.toString().trim().toLowerCase();
    if (text === '1' || text === 'true') return true;
    if (text === '0' || text === 'false') return false;
    throw new TypeError('the value is neither true nor false');
  },
  date: (bytes) => {
    const text = bytes.toString().trim();
    const date = new Date(/^\d+$/.test(text) ? Number(text) : text);
    if (!Number.isNaN(date.getTime())) return date;
    throw new TypeError('the value is no date');
  },
  json: parseJson,
};

function numberIn(text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw new TypeError('the value is no number');
  if (isInexactInteger(text))
    throw new TypeError('the integer is too large for a number: take it as a bigint');
  return value;
}
