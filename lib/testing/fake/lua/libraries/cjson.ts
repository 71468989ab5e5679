import { badArgument, LuaError, textArgument, type Library } from '../lua-error.js';
import { luaNull, type LuaValue } from '../lua-values.js';
import { JsonDecoder, type DecodeOptions } from './cjson-decode.js';
import { encodeJson, type EncodeOptions } from './cjson-encode.js';

/** The library `cjson` of scripts. What a script sets stays set, as in Redis. */
export function cjsonLibrary(): Library {
  const encoding: EncodeOptions = {
    convertsSparse: false,
    sparseRatio: 2,
    sparseSafe: 10,
    maxDepth: 1000,
    invalidNumbers: false,
    precision: 14,
  };
  const decoding: DecodeOptions = { maxDepth: 1000, invalidNumbers: true };
  return {
    encode: (args) => {
      assertOne(args, 'encode');
      return [encodeJson(args[0], encoding)];
    },
    decode: (args) => {
      assertOne(args, 'decode');
      return [new JsonDecoder(textArgument(args, 1, 'decode'), decoding).decode()];
    },
    encode_sparse_array: ([converts, ratio, safe]) => {
      if (typeof converts === 'boolean') encoding.convertsSparse = converts;
      encoding.sparseRatio = within(ratio, 0, 2 ** 31 - 1, 2, 'encode_sparse_array') ?? encoding.sparseRatio;
      encoding.sparseSafe = within(safe, 0, 2 ** 31 - 1, 3, 'encode_sparse_array') ?? encoding.sparseSafe;
      return [encoding.convertsSparse, encoding.sparseRatio, encoding.sparseSafe];
    },
    encode_max_depth: ([depth]) => {
      encoding.maxDepth = within(depth, 1, 2 ** 31 - 1, 1, 'encode_max_depth') ?? encoding.maxDepth;
      return [encoding.maxDepth];
    },
    decode_max_depth: ([depth]) => {
      decoding.maxDepth = within(depth, 1, 2 ** 31 - 1, 1, 'decode_max_depth') ?? decoding.maxDepth;
      return [decoding.maxDepth];
    },
    encode_number_precision: ([digits]) => {
      encoding.precision = within(digits, 1, 16, 1, 'encode_number_precision') ?? encoding.precision;
      return [encoding.precision];
    },
    encode_keep_buffer: ([keeps]) => [typeof keeps === 'boolean' ? keeps : true],
    encode_invalid_numbers: ([setting]) => {
      if (typeof setting === 'boolean' || setting === 'null') encoding.invalidNumbers = setting;
      return [encoding.invalidNumbers];
    },
    decode_invalid_numbers: ([setting]) => {
      if (typeof setting === 'boolean') decoding.invalidNumbers = setting;
      return [decoding.invalidNumbers];
    },
    null: luaNull,
    _NAME: 'cjson',
    _VERSION: '2.1.0',
  };
}

function assertOne(args: readonly LuaValue[], name: string): void {
  if (args.length !== 1) throw badArgument(1, name, 'expected 1 argument');
}

function within(
  value: LuaValue,
  least: number,
  most: number,
  position: number,
  name: string,
): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  if (!Number.isInteger(number))
    throw new LuaError(`bad argument #${position} to '${name}' (number expected)`);
  if (number >= least && number <= most) return number;
  throw badArgument(position, name, `expected integer between ${least} and ${most}`);
}
