import { LuaError, type Library } from '../lua-error.js';

const mask = 2n ** 48n - 1n;

export type HostLibrary = Library & { readonly reset: () => readonly [] };

/** What the prelude needs of JavaScript: errors with their place, and the random numbers of Redis' scripts. */
export function hostLibrary(version: number): HostLibrary {
  let seed = 0x1234abcd330en;
  const setSeed = (value: number): void => {
    seed = (BigInt.asUintN(32, BigInt(Math.trunc(value))) << 16n) | 0x330en;
  };
  const next = (): number => {
    seed = (seed * 0x5deece66dn + 0xbn) & mask;
    return Number(seed >> 17n);
  };
  return {
    hasClock: version >= 7.4,
    /** Before 7.0 each run of a script gets the same numbers. */
    reset: () => {
      if (version < 7) setSeed(0);
      return [];
    },
    where: ([text]) => {
      throw new LuaError(text, 2);
    },
    plainError: ([text]) => {
      throw new LuaError(text, 0);
    },
    randomseed: ([value]) => {
      setSeed(typeof value === 'number' ? value : 0);
      return [];
    },
    random: (args) => {
      const fraction = (next() % 2147483647) / 2147483647;
      if (args.length === 0) return [fraction];
      if (args.length > 2) throw new LuaError('wrong number of arguments');
      const [first, second] = args.map((argument) => Math.trunc(Number(argument)));
      const [low, high] = args.length === 1 ? [1, first ?? 0] : [first ?? 0, second ?? 0];
      if (low > high) {
        throw new LuaError(`bad argument #${args.length} to 'random' (interval is empty)`);
      }
      return [Math.floor(fraction * (high - low + 1)) + low];
    },
  };
}
