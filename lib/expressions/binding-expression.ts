import { randomUUID } from 'node:crypto';
import { isObject } from '../errors/value-checks.js';
import type { MessageValues } from './message-values.js';

/** Makes a text of what is known of a message. Throws where something that it names is not known. */
export interface Expression {
  (data: MessageValues): string;
  /** What is around and between the values. */
  readonly literals: readonly string[];
}

type Value = (data: MessageValues) => string;

/** A text such as `user:{Values.id}` is no expression: what is wrong, and the character where. */
export class ExpressionError extends Error {
  constructor(what: string, position: number) {
    super(`${what} at character ${position + 1}`);
  }
}

/** Compiles a text with `{names}`; `{{` and `}}` are braces. Throws ExpressionError. */
export function compileExpression(text: string, functionName: string): Expression {
  const parts: (string | Value)[] = [];
  const literals = [''];
  const write = (literal: string): void => {
    parts.push(literal);
    literals.push((literals.pop() ?? '') + literal);
  };
  let index = 0;
  while (index < text.length) {
    const two = text.slice(index, index + 2);
    if (two === '{{' || two === '}}') {
      write(two.charAt(0));
      index += 2;
    } else if (two.startsWith('{')) {
      const end = endOfName(text, index);
      parts.push(valueOf(text.slice(index + 1, end), index, functionName));
      literals.push('');
      index = end + 1;
    } else if (two.startsWith('}')) {
      throw new ExpressionError('a closing brace without an opening one', index);
    } else {
      write(text.charAt(index));
      index += 1;
    }
  }
  const make: Value = (data) => parts.map((part) => (typeof part === 'string' ? part : part(data))).join('');
  return Object.assign(make, { literals });
}

function endOfName(text: string, start: number): number {
  const end = text.slice(start + 1).search(/[{}]/) + start + 1;
  if (end === start || text[end] === '{')
    throw new ExpressionError('an opening brace without a closing one', start);
  return end;
}

function valueOf(name: string, position: number, functionName: string): Value {
  const [path = ''] = name.split(':', 1);
  const builtIn = builtIns[path.toLowerCase()];
  if (path === '') throw new ExpressionError('empty braces', position);
  if (!builtIn && !/^[a-z_]\w*(?:\.[\w-]+)*$/i.test(path))
    throw new ExpressionError(`{${name}} is no name`, position);
  return (data) => {
    const [first = '', ...rest] = path.split('.');
    const known = builtIn && find(data, first) === undefined;
    if (known) return builtIn(functionName);
    return textOf(rest.reduce((value, each) => step(value, each, path), step(data, first, path)));
  };
}

const builtIns: Readonly<Record<string, (functionName: string) => string>> = {
  'rand-guid': () => randomUUID(),
  'sys.randguid': () => randomUUID(),
  'sys.methodname': (functionName) => functionName,
  'sys.utcnow': () => new Date().toISOString(),
  datetime: () => new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-'),
};

function step(value: unknown, name: string, path: string): unknown {
  const found = isObject(value) ? find(value as MessageValues, name) : undefined;
  if (found === undefined) throw new Error(`the message has no value for {${path}}`);
  return found;
}

/** In any case, the exact spelling first. */
function find(data: MessageValues, name: string): unknown {
  if (Object.hasOwn(data, name)) return data[name];
  const spelling = Object.keys(data).find((each) => each.toLowerCase() === name.toLowerCase());
  return spelling === undefined ? undefined : data[spelling];
}

function textOf(value: unknown): string {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value) ? String(value) : '';
}
