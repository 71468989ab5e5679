import { numberArgument, type Library, type LibraryFunction } from '../lua-error.js';

/** To 32 bits, as BitOp does: by wrapping round. */
const toBits = (value: number): number => {
  const rounded = Math.round(value);
  const even = Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : rounded;
  return Number(BigInt.asIntN(32, BigInt(Number.isFinite(even) ? even : 0)));
};

const combine =
  (name: string, action: (a: number, b: number) => number): LibraryFunction =>
  (args) => {
    let result = toBits(numberArgument(args, 1, name));
    for (let position = 2; position <= args.length; position++) {
      result = action(result, toBits(numberArgument(args, position, name)));
    }
    return [result];
  };

const shift =
  (name: string, action: (value: number, by: number) => number): LibraryFunction =>
  (args) => [action(toBits(numberArgument(args, 1, name)), toBits(numberArgument(args, 2, name)) & 31) | 0];

/** The library `bit` of scripts. */
export const bitLibrary: Library = {
  tobit: (args) => [toBits(numberArgument(args, 1, 'tobit'))],
  bnot: (args) => [~toBits(numberArgument(args, 1, 'bnot'))],
  band: combine('band', (a, b) => a & b),
  bor: combine('bor', (a, b) => a | b),
  bxor: combine('bxor', (a, b) => a ^ b),
  lshift: shift('lshift', (value, by) => value << by),
  rshift: shift('rshift', (value, by) => value >>> by),
  arshift: shift('arshift', (value, by) => value >> by),
  rol: shift('rol', (value, by) => (by === 0 ? value : (value << by) | (value >>> (32 - by)))),
  ror: shift('ror', (value, by) => (by === 0 ? value : (value >>> by) | (value << (32 - by)))),
  bswap: (args) => {
    const value = toBits(numberArgument(args, 1, 'bswap'));
    return [(value << 24) | ((value << 8) & 0xff0000) | ((value >> 8) & 0xff00) | (value >>> 24)];
  },
  tohex: (args) => {
    const count = args.length > 1 ? toBits(numberArgument(args, 2, 'tohex')) : 8;
    const digits = Math.min(8, Math.abs(count));
    const text = (toBits(numberArgument(args, 1, 'tohex')) >>> 0).toString(16).padStart(8, '0');
    const shown = digits === 0 ? '' : text.slice(-digits);
    return [count < 0 ? shown.toUpperCase() : shown];
  },
};
