import { dirname, join } from 'node:path';
import type { Problem } from '../../errors/problem.js';
import { isObject } from '../../errors/value-checks.js';
import { describeFunction, type BindingRules, type ReadFunction } from '../folder/function-file.js';
import type { JsonObject } from '../folder/read-json-file.js';
import type { RegisteredFunction } from './app-registry.js';

/** A function that was registered with `@azure/functions`, as if a function.json said it. */
export function readRegistered(
  root: string,
  { metadata, file }: RegisteredFunction,
  rules: BindingRules,
  problems: Problem[],
): ReadFunction {
  const { name, bindings, retryOptions } = metadata;
  const content = {
    bindings: Object.entries(bindings).map(([name, binding]) => ({ ...binding, name })),
    ...(retryOptions && { retry: retryOf(retryOptions) }),
  };
  const source = { name, place: `${file}#${name}`, folder: dirname(join(root, file)), content };
  return describeFunction(source, rules, problems);
}

/** The package gives intervals as seconds. */
function retryOf(options: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      isObject(value) ? inMs(value as JsonObject) : value,
    ]),
  );
}

function inMs({ seconds }: JsonObject): number {
  return Number(seconds ?? 0) * 1_000;
}
