import { toPlainJson } from './parse-tolerant-json.js';

/** A place in a text; both count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a text stops being the JSON that `parseTolerantJson` reads. Only looked for in a text that it refused: Node.js
 * says the place of some errors, and in some versions.
 */
export function jsonErrorPlace(text: string): TextPlace {
  const plain = toPlainJson(text.replace(/^\uFEFF/, ''));
  const before = plain.slice(0, firstError(plain)).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end' | 'end';

const tokens =
  /([{}[\],:])|("(?:[^"\\\t\r\n]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function firstError(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let index = afterSpace(text, 0);
  while (index < text.length) {
    tokens.lastIndex = index;
    const [token, mark, string] = tokens.exec(text) ?? [];
    const next: Expected | undefined =
      token === undefined ? undefined : step(expected, mark ?? (string ? 'string' : 'scalar'), open);
    if (token === undefined || next === undefined) return index;
    expected = next;
    index = afterSpace(text, index + token.length);
  }
  return index;
}

/** What may follow a token, or undefined where the token itself may not stand. */
function step(expected: Expected, token: string, open: ('{' | '[')[]): Expected | undefined {
  const afterValue = (): Expected => (open.length === 0 ? 'end' : ', or end');
  const isValue = expected === 'value' || expected === 'value or ]';
  if (isValue && (token === '{' || token === '[')) {
    open.push(token);
    return token === '{' ? 'name or }' : 'value or ]';
  }
  if (isValue && (token === 'string' || token === 'scalar')) return afterValue();
  if (token === 'string' && (expected === 'name' || expected === 'name or }')) return ':';
  if (token === ':' && expected === ':') return 'value';
  if (token === ',' && expected === ', or end') return open.at(-1) === '{' ? 'name' : 'value';
  const mayEnd = expected === ', or end' || expected === (token === '}' ? 'name or }' : 'value or ]');
  if (!mayEnd || open.at(-1) !== (token === '}' ? '{' : token === ']' ? '[' : undefined)) return undefined;
  open.pop();
  return afterValue();
}

function afterSpace(text: string, index: number): number {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = index;
  return index + (space.exec(text)?.[0].length ?? 0);
}
