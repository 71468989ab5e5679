import type { Bytes } from '../resp/bytes.js';

/** How many bits an 80-bit long double keeps of a number. */
const mantissaBits = 64;
/** The exponents beyond which a long double is infinite or zero. */
const greatestExponent = 16_384;
const smallestExponent = -16_445;
/** How many digits behind the point Redis writes. */
const precision = 17;

/** A long double of x86: `mantissa * 2 ** exponent`. Redis reckons INCRBYFLOAT and HINCRBYFLOAT in it. */
export interface LongDouble {
  readonly mantissa: bigint;
  readonly exponent: number;
}

export type LongDoubleOrInfinity = LongDouble | 'inf' | '-inf';

const zero: LongDouble = { mantissa: 0n, exponent: 0 };

/** A number as `strtold` reads it; undefined for any other text, for NaN, and where it would be out of range. */
export function parseLongDouble(text: Bytes): LongDoubleOrInfinity | undefined {
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? '-inf' : 'inf';
  const value = parseDecimal(text) ?? parseHexadecimal(text);
  return value === undefined || isInfinite(value) ? undefined : value;
}

/** A double as a long double, which holds it exactly. */
export function doubleToLong(value: number): LongDouble {
  let [mantissa, exponent] = [value, 0];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  return { mantissa: BigInt(mantissa), exponent };
}

export function addLongDoubles(a: LongDouble, b: LongDouble): LongDoubleOrInfinity {
  const exponent = Math.min(a.exponent, b.exponent);
  const mantissa =
    (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
  return rounded(mantissa, 1n, exponent);
}

/** As `%.17Lf` writes it, without the zeros at its end. */
export function formatLongDouble({ mantissa, exponent }: LongDouble): Bytes {
  const sign = mantissa < 0n ? '-' : '';
  const size = mantissa < 0n ? -mantissa : mantissa;
  const scaled = size * 10n ** BigInt(precision);
  const digits = (
    exponent >= 0 ? scaled << BigInt(exponent) : roundedQuotient(scaled, 1n << BigInt(-exponent))
  )
    .toString()
    .padStart(precision + 1, '0');
  const fraction = digits.slice(-precision).replace(/0+$/, '');
  const text = `${digits.slice(0, -precision)}${fraction === '' ? '' : `.${fraction}`}`;
  return text === '0' ? text : `${sign}${text}`;
}

/** A thousand times the number, as the next integer that is not below it. */
export function ceiledThousands({ mantissa, exponent }: LongDouble): bigint {
  const thousands = mantissa * 1000n;
  if (exponent >= 0) return thousands << BigInt(exponent);
  return -(-thousands >> BigInt(-exponent));
}

function parseDecimal(text: Bytes): LongDoubleOrInfinity | undefined {
  const [matched, sign, whole = '', fraction = '', power = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  if (matched === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`);
  if (digits === 0n) return zero;
  const shift = Number(power) - fraction.length;
  const magnitude = `${digits}`.length + shift;
  if (magnitude > 4940) return sign === '-' ? '-inf' : 'inf';
  if (magnitude < -4960) return undefined;
  const signed = sign === '-' ? -digits : digits;
  const value =
    shift >= 0 ? rounded(signed * 10n ** BigInt(shift), 1n, 0) : rounded(signed, 10n ** BigInt(-shift), 0);
  return !isInfinite(value) && value.mantissa === 0n ? undefined : value;
}

function parseHexadecimal(text: Bytes): LongDoubleOrInfinity | undefined {
  const [matched, sign, whole = '', fraction = '', power = '0'] =
    /^([+-]?)0x([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/i.exec(text) ?? [];
  if (matched === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(`0x${whole}${fraction}`);
  return rounded(sign === '-' ? -digits : digits, 1n, Number(power) - 4 * fraction.length);
}

const isInfinite = (value: LongDoubleOrInfinity): value is 'inf' | '-inf' => typeof value === 'string';

/** `numerator / denominator * 2 ** exponent`, rounded to what a long double can hold. */
function rounded(numerator: bigint, denominator: bigint, exponent: number): LongDoubleOrInfinity {
  if (numerator === 0n) return zero;
  const isNegative = numerator < 0n;
  const size = isNegative ? -numerator : numerator;
  const estimate = bitLength(size) - bitLength(denominator) - mantissaBits;
  const shift = Math.max(
    isAtLeast(size, denominator, estimate + mantissaBits) ? estimate + 1 : estimate,
    smallestExponent - exponent,
  );
  const mantissa =
    shift >= 0
      ? roundedQuotient(size, denominator << BigInt(shift))
      : roundedQuotient(size << BigInt(-shift), denominator);
  const result = { mantissa: isNegative ? -mantissa : mantissa, exponent: exponent + shift };
  if (bitLength(mantissa) + result.exponent > greatestExponent) return isNegative ? '-inf' : 'inf';
  return result;
}

/** Whether `size / denominator` is at least 2 ** power. */
function isAtLeast(size: bigint, denominator: bigint, power: number): boolean {
  return power >= 0 ? size >= denominator << BigInt(power) : size << BigInt(-power) >= denominator;
}

/** The nearest integer; of two that are as near, the even one. */
function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

const bitLength = (value: bigint): number => value.toString(2).length;
