import type { Bytes } from '../../resp/bytes.js';
import { LuaError, typeNameOf } from '../lua-error.js';
import { luaNull, OpaqueLuaValue, type LuaTable, type LuaValue } from '../lua-values.js';
import { formatNumber } from '../redis-library.js';

/** How `cjson.encode` writes, as a script can change it. */
export interface EncodeOptions {
  convertsSparse: boolean;
  sparseRatio: number;
  sparseSafe: number;
  maxDepth: number;
  invalidNumbers: boolean | 'null';
  precision: number;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** JSON of a value, as Redis' library writes it. */
export function encodeJson(value: LuaValue, options: EncodeOptions, depth = 0): Bytes {
  if (typeof value === 'string') return encodeText(value);
  if (typeof value === 'number') return encodeNumber(value, options);
  if (typeof value === 'boolean') return `${value}`;
  if (value === undefined || value === luaNull) return 'null';
  if (value instanceof OpaqueLuaValue) throw cannotSerialise(value, 'type not supported');
  return encodeTable(value, options, depth + 1);
}

function encodeText(text: Bytes): Bytes {
  const escaped = text.replace(
    // eslint-disable-next-line no-control-regex -- control characters are what is escaped
    /["\\/\x00-\x1f\x7f]/g,
    (character) => escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

function encodeNumber(value: number, { invalidNumbers, precision }: EncodeOptions): Bytes {
  if (Number.isFinite(value)) return formatNumber(value, precision);
  if (invalidNumbers === 'null') return 'null';
  if (!invalidNumbers) throw cannotSerialise(value, 'must not be NaN or Inf');
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

function encodeTable(table: LuaTable, options: EncodeOptions, depth: number): Bytes {
  if (depth > options.maxDepth) {
    throw new LuaError(`Cannot serialise, excessive nesting (${depth})`);
  }
  const length = arrayLength(table, options);
  if (length > 0) {
    const items = Array.from({ length }, (_, index) => encodeJson(table.get(index + 1), options, depth));
    return `[${items.join(',')}]`;
  }
  const pairs = [...table].map(
    ([key, value]) => `${encodeKey(key, options)}:${encodeJson(value, options, depth)}`,
  );
  return `{${pairs.join(',')}}`;
}

function encodeKey(key: LuaValue, options: EncodeOptions): Bytes {
  if (typeof key === 'number') return `"${encodeNumber(key, options)}"`;
  if (typeof key === 'string') return encodeText(key);
  throw cannotSerialise(key, 'table key must be a number or string');
}

/** The length of a table that is a list; -1 for one that is an object. */
function arrayLength(table: LuaTable, { convertsSparse, sparseRatio, sparseSafe }: EncodeOptions): number {
  let longest = 0;
  for (const key of table.keys()) {
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 1) return -1;
    longest = Math.max(longest, key);
  }
  if (sparseRatio > 0 && longest > table.size * sparseRatio && longest > sparseSafe) {
    if (!convertsSparse) throw cannotSerialise(table, 'excessively sparse array');
    return -1;
  }
  return longest;
}

function cannotSerialise(value: LuaValue, reason: string): LuaError {
  return new LuaError(`Cannot serialise ${typeNameOf(value)}: ${reason}`);
}
