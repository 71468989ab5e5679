import { isObject } from '../../errors/value-checks.js';
import type { BindingValue } from '../invocation/trigger-value.js';
import type { MessageValues } from '../../expressions/message-values.js';

/** What a text becomes in Node.js: the value that it is as JSON, else the text itself. An empty one is no value. */
export function fromText(text: string): unknown {
  if (text === '') return undefined;
  return parsed(text);
}

/** A value of a binding as a function of the third programming model gets it. */
export function v3Value(value: BindingValue): unknown {
  if (typeof value === 'string') return fromText(value);
  return value;
}

/** The trigger's data as `context.bindingData` has it: names begin with a small letter, also inside of objects. */
export function bindingData(data: MessageValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      lowerFirst(name),
      lowerNames(typeof value === 'string' ? parsed(value) : value),
    ]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function lowerNames(value: unknown): unknown {
  if (!isObject(value) || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [lowerFirst(name), lowerNames(member)]),
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
