import type { Bytes } from '../../resp/bytes.js';
import { LuaError } from '../lua-error.js';
import { listOf, luaNull, type LuaTable, type LuaValue } from '../lua-values.js';

/** How `cjson.decode` reads, as a script can change it. */
export interface DecodeOptions {
  maxDepth: number;
  invalidNumbers: boolean;
}

interface Token {
  readonly type: string;
  readonly value?: LuaValue;
  readonly start: number;
  readonly end: number;
}

const words: readonly (readonly [string, LuaValue])[] = [
  ['true', true],
  ['false', false],
  ['null', luaNull],
];

const escaped: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads JSON as Redis' library does, with its errors. */
export class JsonDecoder {
  private position = 0;
  private depth = 0;

  constructor(
    private readonly text: Bytes,
    private readonly options: DecodeOptions,
  ) {}

  decode(): LuaValue {
    if (this.text.startsWith('\0') || this.text.charAt(1) === '\0') {
      throw new LuaError('JSON parser does not support UTF-16 or UTF-32');
    }
    const value = this.value(this.next());
    const rest = this.next();
    if (rest.type !== 'the end') throw this.unexpected('the end', rest);
    return value;
  }

  private value(token: Token): LuaValue {
    if (token.type === 'T_OBJ_BEGIN') return this.object();
    if (token.type === 'T_ARR_BEGIN') return this.array();
    if ('value' in token) return token.value;
    throw this.unexpected('value', token);
  }

  private object(): LuaTable {
    this.descend();
    const entries: LuaTable = new Map();
    let token = this.next();
    if (token.type === 'T_OBJ_END') return this.ascend(entries);
    for (;;) {
      if (token.type !== 'T_STRING') throw this.unexpected('object key string', token);
      const key = token.value;
      token = this.next();
      if (token.type !== 'T_COLON') throw this.unexpected('colon', token);
      entries.set(key, this.value(this.next()));
      token = this.next();
      if (token.type === 'T_OBJ_END') return this.ascend(entries);
      if (token.type !== 'T_COMMA') throw this.unexpected('comma or object end', token);
      token = this.next();
    }
  }

  private array(): LuaTable {
    this.descend();
    const items: LuaValue[] = [];
    let token = this.next();
    if (token.type === 'T_ARR_END') return this.ascend(listOf(items));
    for (;;) {
      items.push(this.value(token));
      token = this.next();
      if (token.type === 'T_ARR_END') return this.ascend(listOf(items));
      if (token.type !== 'T_COMMA') throw this.unexpected('comma or array end', token);
      token = this.next();
    }
  }

  private descend(): void {
    this.depth++;
    if (this.depth > this.options.maxDepth) {
      throw new LuaError(
        `Found too many nested data structures (${this.depth}) at character ${this.position}`,
      );
    }
  }

  private ascend<T>(value: T): T {
    this.depth--;
    return value;
  }

  private next(): Token {
    while (/[ \t\n\r]/.test(this.text.charAt(this.position))) this.position++;
    const token = this.tokenAt(this.position);
    this.position = token.end;
    return token;
  }

  private tokenAt(start: number): Token {
    const sign = this.text.charAt(start);
    if (start >= this.text.length) return { type: 'the end', start, end: start };
    const punctuation: Readonly<Record<string, string>> = {
      '{': 'T_OBJ_BEGIN',
      '}': 'T_OBJ_END',
      '[': 'T_ARR_BEGIN',
      ']': 'T_ARR_END',
      ',': 'T_COMMA',
      ':': 'T_COLON',
    };
    const type = punctuation[sign];
    if (type) return { type, start, end: start + 1 };
    if (sign === '"') return this.stringAt(start);
    for (const [word, value] of words) {
      if (this.text.startsWith(word, start)) {
        return { type: value === luaNull ? 'T_NULL' : 'T_BOOLEAN', value, start, end: start + word.length };
      }
    }
    return this.numberAt(start);
  }

  private numberAt(start: number): Token {
    const rest = this.text.slice(start, start + 400);
    const [plain] = /^-?\d+(\.\d*)?([eE][+-]?\d+)?/.exec(rest) ?? [];
    const [special] = /^[+-]?(0x[\da-f]+|inf(inity)?|nan)/i.exec(rest) ?? [];
    if (special !== undefined && this.options.invalidNumbers) {
      const value = /nan/i.test(special)
        ? NaN
        : /inf/i.test(special)
          ? special.startsWith('-')
            ? -Infinity
            : Infinity
          : Number(special.replace(/^[+-]/, '')) * (special.startsWith('-') ? -1 : 1);
      return { type: 'T_NUMBER', value, start, end: start + special.length };
    }
    if (special !== undefined || plain === undefined) return { type: 'invalid token', start, end: start };
    if (/^-?0\d/.test(plain) && !this.options.invalidNumbers)
      return { type: 'invalid token', start, end: start };
    return { type: 'T_NUMBER', value: Number(plain), start, end: start + plain.length };
  }

  private stringAt(start: number): Token {
    let text = '';
    for (let at = start + 1; at < this.text.length;) {
      const character = this.text.charAt(at);
      if (character === '"') return { type: 'T_STRING', value: text, start, end: at + 1 };
      if (character !== '\\') {
        text += character;
        at++;
        continue;
      }
      const escape = this.text.charAt(at + 1);
      if (escape === 'u') {
        const read = readUnicode(this.text, at);
        if (!read) return { type: 'invalid unicode escape code', start: at, end: at };
        text += read.bytes;
        at = read.end;
      } else if (escape in escaped) {
        text += escaped[escape] ?? '';
        at += 2;
      } else return { type: 'invalid escape code', start: at, end: at };
    }
    return { type: 'unexpected end of string', start: this.text.length, end: this.text.length };
  }

  private unexpected(expected: string, { type, start }: Token): LuaError {
    return new LuaError(
      `Expected ${expected} but found ${type === 'the end' ? 'T_END' : type} at character ${start + 1}`,
    );
  }
}

/** `\uXXXX`, in pairs beyond the basic plane, as the bytes of UTF-8. */
function readUnicode(text: Bytes, at: number): { readonly bytes: Bytes; readonly end: number } | undefined {
  const unit = (position: number): number | undefined => {
    const digits = /^\\u([\da-f]{4})/i.exec(text.slice(position, position + 6))?.[1];
    return digits === undefined ? undefined : Number.parseInt(digits, 16);
  };
  const first = unit(at);
  if (first === undefined || (first >= 0xdc00 && first <= 0xdfff)) return undefined;
  if (first < 0xd800 || first > 0xdfff) return { bytes: utf8(first), end: at + 6 };
  const second = unit(at + 6);
  if (second === undefined || second < 0xdc00 || second > 0xdfff) return undefined;
  return { bytes: utf8(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)), end: at + 12 };
}

const utf8 = (point: number): Bytes => Buffer.from(String.fromCodePoint(point), 'utf8').toString('latin1');
