import { nearestName } from '../errors/nearest-name.js';
import type { Problem } from '../errors/problem.js';
import type { RuntimeOptions } from './runtime-options.js';

type Check = (value: unknown) => string | undefined;

const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'must be an object';

const has =
  (...methods: readonly string[]): Check =>
  (value) => {
    const target = value as Record<string, unknown> | null | undefined;
    const isFit = typeof value === 'object' && methods.every((name) => typeof target?.[name] === 'function');
    return isFit ? undefined : `must have the methods ${methods.join(', ')}`;
  };

const checks: { readonly [Name in keyof RuntimeOptions]-?: Check } = {
  handlers: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => ['function', 'string'].includes(typeof each))
      ? undefined
      : 'must be an array of classes or file patterns, with at least one',
  connections: isObject,
  settings: isObject,
  container: (value) =>
    has('resolve', 'createChildContainer')(value) && has('prepare', 'resolve', 'createScope')(value),
  logger: (value) => (value === false ? undefined : has('debug', 'info', 'warn', 'error', 'child')(value)),
  middleware: (value) =>
    Array.isArray(value) && value.every((each) => typeof each === 'function')
      ? undefined
      : 'must be an array of functions',
  shutdownTimeoutInMs: (value) =>
    Number.isInteger(value) && Number(value) > 0 ? undefined : 'must be a whole number of at least 1',
  configureKeyspaceNotifications: (value) =>
    typeof value === 'boolean' ? undefined : 'must be true or false',
  clock: has('now', 'date', 'sleep'),
};

/** What is wrong with the options of `createRuntime`. */
export function checkRuntimeOptions(options: unknown): Problem[] {
  if (isObject(options)) return [problem('the options must be an object')];
  const given = options as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(checks, name));
  const wrong = Object.entries(checks).flatMap(([name, check]) => {
    const isAbsent = given[name] === undefined && name !== 'handlers';
    const what = isAbsent ? undefined : check(given[name]);
    return what === undefined ? [] : [problem(`the option "${name}" ${what}`)];
  });
  return [...unknown.map(unknownOption), ...wrong];
}

function unknownOption(name: string): Problem {
  const near = nearestName(name, Object.keys(checks));
  const remedy = near ? `Did you mean "${near}"?` : `The options are: ${Object.keys(checks).join(', ')}.`;
  return { ...problem(`the option "${name}" is unknown`), remedy };
}

function problem(what: string): Problem {
  return { code: 'RUNTIME_OPTION_INVALID', place: 'createRuntime', what };
}
