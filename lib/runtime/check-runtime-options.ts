import {
  checkOptions,
  isBooleanOption,
  isObjectOption,
  wholeNumberOption,
  type OptionCheck,
} from '../errors/check-options.js';
import type { Problem } from '../errors/problem.js';
import type { RuntimeOptions } from './runtime-options.js';

const has =
  (...methods: readonly string[]): OptionCheck =>
  (value) => {
    const target = value as Record<string, unknown> | null | undefined;
    const isFit = typeof value === 'object' && methods.every((name) => typeof target?.[name] === 'function');
    return isFit ? undefined : `must have the methods ${methods.join(', ')}`;
  };

/** A check for each option of `createRuntime`; others take some of them, too. */
export const runtimeOptionChecks: { readonly [Name in keyof RuntimeOptions]-?: OptionCheck } = {
  handlers: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => ['function', 'string'].includes(typeof each))
      ? undefined
      : 'must be an array of classes or file patterns, with at least one',
  connections: isObjectOption,
  settings: isObjectOption,
  container: (value) =>
    has('resolve', 'createChildContainer')(value) && has('prepare', 'resolve', 'createScope')(value),
  logger: (value) => (value === false ? undefined : has('debug', 'info', 'warn', 'error', 'child')(value)),
  middleware: (value) =>
    Array.isArray(value) && value.every((each) => typeof each === 'function')
      ? undefined
      : 'must be an array of functions',
  shutdownTimeoutInMs: wholeNumberOption(1),
  configureKeyspaceNotifications: isBooleanOption,
  clock: has('now', 'date', 'sleep'),
};

/** What is wrong with the options of `createRuntime`. */
export function checkRuntimeOptions(options: unknown): Problem[] {
  return checkOptions(options, {
    place: 'createRuntime',
    code: 'RUNTIME_OPTION_INVALID',
    checks: runtimeOptionChecks,
    required: ['handlers'],
  });
}
