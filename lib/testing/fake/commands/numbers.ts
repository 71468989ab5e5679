import type { Bytes } from '../resp/bytes.js';
import { CommandError, notAFloat, notAnInteger } from '../engine/command-error.js';
import { ceiledThousands, parseLongDouble } from './long-doubles.js';

const smallest = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;

/** A signed 64-bit integer as Redis writes it; undefined for any other text. */
export function parseInteger(text: Bytes | undefined): bigint | undefined {
  if (text === undefined || !/^(0|-?[1-9]\d{0,18})$/.test(text)) return undefined;
  const value = BigInt(text);
  return isInt64(value) ? value : undefined;
}

export const isInt64 = (value: bigint): boolean => value >= smallest && value <= greatest;

/** An integer argument. */
export function integer(text: Bytes | undefined, problem: () => CommandError = notAnInteger): number {
  const value = parseInteger(text);
  if (value === undefined) throw problem();
  return Number(value);
}

/** An integer argument of 32 bits, such as the number of a database. */
export function shortInteger(text: Bytes | undefined): number {
  const value = integer(text);
  if (value < -(2 ** 31) || value >= 2 ** 31) {
    throw new CommandError('ERR value is out of range, value must between -2147483648 and 2147483647');
  }
  return value;
}

/** An integer argument, in all of its 64 bits. */
export function bigInteger(text: Bytes | undefined, problem: () => CommandError = notAnInteger): bigint {
  const value = parseInteger(text);
  if (value === undefined) throw problem();
  return value;
}

/** An integer argument within bounds; the text of the error tells them. */
export function integerFrom(text: Bytes | undefined, minimum: number, problem: string): number {
  const value = parseInteger(text);
  if (value === undefined || value < minimum) throw new CommandError(problem);
  return Number(value);
}

/** A double as Redis reads it, in hexadecimal too; undefined for any other text, NaN, and what no double can hold. */
export function parseDouble(text: Bytes | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  const value = decimalOrHexadecimal(text);
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return value === 0 && /^[^ep]*[1-9a-f]/i.test(text.replace(/^[+-]?0x/i, '')) ? undefined : value;
}

function decimalOrHexadecimal(text: Bytes): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const [matched, sign, whole = '', fraction = '', power = '0'] =
    /^([+-]?)0x([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/i.exec(text) ?? [];
  if (matched === undefined || whole + fraction === '') return undefined;
  const size = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(power) - 4 * fraction.length);
  return sign === '-' ? -size : size;
}

export function float(text: Bytes | undefined, problem: () => CommandError = notAFloat): number {
  const value = parseDouble(text);
  if (value === undefined) throw problem();
  return value;
}

/** A double as this version writes it: 17 significant digits before 7.2, the shortest form since. */
export function formatDouble(value: number, version: number): Bytes {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0';
  if (Number.isInteger(value) && Math.abs(value) < 1e17) return `${value}`;
  return version >= 7.2 ? formatShortest(value) : formatSignificant(value);
}

/** The fewest digits that read back as the same number, written as Redis' fpconv writes them. */
function formatShortest(value: number): Bytes {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const digitCount = mantissa.replace(/[-.]/g, '').length;
  const scale = Number(exponent) - digitCount + 1;
  const isPlain =
    scale >= 0 ? Number(exponent) < digitCount + 7 : scale > -7 || Math.abs(Number(exponent)) < 4;
  if (!isPlain) return `${mantissa}e${exponent}`;
  return trimZeros(value.toFixed(Math.max(0, -scale)));
}

/** As `%.17g` does it. */
function formatSignificant(value: number): Bytes {
  const exponent = Number(value.toExponential(16).split('e')[1]);
  if (exponent < -4 || exponent >= 17) {
    const [mantissa = '', power = ''] = value.toExponential(16).split('e');
    const digits = power.slice(1).padStart(2, '0');
    return `${trimZeros(mantissa)}e${power.charAt(0)}${digits}`;
  }
  return trimZeros(value.toFixed(Math.min(100, 16 - exponent)));
}

const trimZeros = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;

interface TimeOfCommand {
  readonly now: number;
  readonly version: number;
}

/** When a blocking command gives up: seconds, as a long double; undefined for 0, which is never. */
export function deadlineAfter(text: Bytes | undefined, { now, version }: TimeOfCommand): number | undefined {
  const seconds = parseLongDouble(text ?? '');
  if (seconds === undefined) throw new CommandError('ERR timeout is not a float or out of range');
  const inMs = typeof seconds === 'string' ? seconds : ceiledThousands(seconds);
  const isTooLong = inMs === 'inf' || (inMs !== '-inf' && inMs > greatest);
  if (isTooLong && version >= 7.2) throw new CommandError('ERR timeout is out of range');
  // Before 7.2 a time that does not fit in 64 bits wraps round.
  if (isTooLong || inMs === '-inf' || inMs < 0n) throw new CommandError('ERR timeout is negative');
  return inMs === 0n ? undefined : now + Number(inMs);
}
