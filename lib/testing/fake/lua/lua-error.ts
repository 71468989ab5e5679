import type { LuaValue } from './lua-values.js';

/** Ends a function of a library: an error of Lua with this value. */
export class LuaError extends Error {
  override readonly name = 'LuaError';

  /** `level`: whose place is put before the text, 1 being who called the function; 0: nobody's. */
  constructor(
    readonly value: LuaValue,
    readonly level = typeof value === 'string' ? 1 : 0,
  ) {
    super(typeof value === 'string' ? value : 'an error of a script');
  }
}

/** A function of a library that scripts can call. */
export type LibraryFunction = (args: readonly LuaValue[]) => readonly LuaValue[];

/** A library: what scripts find in a global table. */
export type Library = Readonly<Record<string, LibraryFunction | LuaValue>>;

export function badArgument(position: number, name: string, problem: string): LuaError {
  return new LuaError(`bad argument #${position} to '${name}' (${problem})`);
}

/** The name of a value's type, as Lua tells it. */
export function typeNameOf(value: LuaValue): string {
  if (value === undefined) return 'nil';
  if (typeof value === 'symbol') return 'userdata';
  if (value instanceof Map) return 'table';
  return typeof value === 'object' ? value.typeName : typeof value;
}

export function numberArgument(args: readonly LuaValue[], position: number, name: string): number {
  const value = args[position - 1];
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) return Number(value);
  const got = args.length < position ? 'no value' : typeNameOf(value);
  throw badArgument(position, name, `number expected, got ${got}`);
}

export function textArgument(args: readonly LuaValue[], position: number, name: string): string {
  const value = args[position - 1];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return `${value}`;
  const got = args.length < position ? 'no value' : typeNameOf(value);
  throw badArgument(position, name, `string expected, got ${got}`);
}
