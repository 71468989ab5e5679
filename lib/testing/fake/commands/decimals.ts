import type { Bytes } from '../resp/bytes.js';

/** How many digits behind the point Redis keeps. */
const precision = 17;

/** Whether a text is a finite decimal. */
export const isDecimal = (text: Bytes): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i.test(text);

/** Adds decimals exactly, rounded to 17 digits behind the point: JavaScript's doubles are less exact than that. */
export function addDecimals(a: Bytes, b: Bytes): Bytes {
  return format(scaled(a) + scaled(b));
}

function scaled(text: Bytes): bigint {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = BigInt(`${whole}${fraction}` || '0');
  const shift = precision - fraction.length + Number(exponent);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : round(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -value : value;
}

const round = (value: bigint, divisor: bigint): bigint => (value + divisor / 2n) / divisor;

function format(value: bigint): Bytes {
  const sign = value < 0n ? '-' : '';
  const digits = `${value < 0n ? -value : value}`.padStart(precision + 1, '0');
  const fraction = digits.slice(-precision).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -precision)}${fraction === '' ? '' : `.${fraction}`}`;
}
