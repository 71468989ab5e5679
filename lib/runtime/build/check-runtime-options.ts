import { checkOptions } from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';
import {
  isObject,
  mustBeBoolean,
  mustBeObject,
  mustBeWholeNumber,
  type ValueCheck,
} from '../../errors/value-checks.js';
import type { RuntimeOptions } from '../runtime-options.js';

const mustHave =
  (...methods: readonly string[]): ValueCheck =>
  (value) => {
    const target = value as Record<string, unknown> | null | undefined;
    const isFit = typeof value === 'object' && methods.every((name) => typeof target?.[name] === 'function');
    return isFit ? undefined : `must have the methods ${methods.join(', ')}`;
  };

/** A check for each option of `createRuntime`; others take some of them, too. */
export const runtimeValueChecks: { readonly [Name in keyof RuntimeOptions]-?: ValueCheck } = {
  handlers: (value) => {
    const handlers = Array.isArray(value) ? (value as unknown[]) : [];
    const wrong = handlers.find((each) => !['function', 'string'].includes(typeof each));
    if (handlers.length > 0 && wrong === undefined && !handlers.includes(undefined)) return undefined;
    const must = 'must be an array of classes or file patterns, with at least one';
    const made = isObject(wrong) ? (wrong.constructor as { name?: unknown } | undefined)?.name : undefined;
    const isInstance = typeof made === 'string' && made !== 'Object' && made !== 'Array';
    return isInstance ? `${must}: it has an instance of ${made}, in place of the class` : must;
  },
  connections: mustBeObject,
  settings: mustBeObject,
  container: (value) =>
    mustHave('resolve', 'createChildContainer')(value) &&
    mustHave('prepare', 'resolve', 'createScope')(value),
  logger: (value) =>
    value === false ? undefined : mustHave('debug', 'info', 'warn', 'error', 'child')(value),
  middleware: (value) =>
    Array.isArray(value) && value.every((each) => typeof each === 'function')
      ? undefined
      : 'must be an array of functions',
  shutdownTimeoutInMs: mustBeWholeNumber(1, Number.MAX_VALUE),
  configureKeyspaceNotifications: mustBeBoolean,
  clock: mustHave('now', 'date', 'sleep'),
};

/** What is wrong with the options of `createRuntime`. */
export function checkRuntimeOptions(options: unknown): Problem[] {
  return checkOptions(options, {
    place: 'createRuntime',
    code: 'RUNTIME_OPTION_INVALID',
    checks: runtimeValueChecks,
    required: ['handlers'],
  });
}
