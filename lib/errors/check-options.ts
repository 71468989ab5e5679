import { clipped } from './clipped.js';
import type { ErrorCode } from './error-codes.js';
import { nearestName } from './nearest-name.js';
import type { Problem } from './problem.js';
import { isObject, type ValueCheck } from './value-checks.js';

/** Whose options are checked. */
export interface CheckedOptions {
  /** The function that takes them, such as `createRuntime`. */
  readonly place: string;
  /** The option whose members these are, such as `externalScaler`; absent where they are no members. */
  readonly within?: string;
  readonly code: ErrorCode;
  readonly checks: Readonly<Record<string, ValueCheck>>;
  /** Those that must be given. */
  readonly required: readonly string[];
}

/** What is wrong with options: unknown names, missing ones, wrong values. */
export function checkOptions(options: unknown, checked: CheckedOptions): Problem[] {
  const { place, within, code, checks, required } = checked;
  const problem = (what: string): Problem => ({ code, place, what });
  const subject = within === undefined ? 'the options' : `the option "${within}"`;
  if (!isObject(options)) return [problem(`${subject} must be an object`)];
  const option = (name: string): string =>
    `the option "${within === undefined ? name : `${within}.${name}`}"`;
  const given = options as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(checks, name));
  const wrong = Object.entries(checks).flatMap(([name, check]) => {
    const isAbsent = given[name] === undefined && !required.includes(name);
    const what = isAbsent ? undefined : check(given[name]);
    return what === undefined ? [] : [problem(`${option(name)} ${what}`)];
  });
  const remedyFor = (name: string): string => {
    const near = nearestName(name, Object.keys(checks));
    return near ? `Did you mean "${near}"?` : `The options are: ${Object.keys(checks).join(', ')}.`;
  };
  return [
    ...unknown.map((name) => ({
      ...problem(`${option(clipped(name))} is unknown`),
      remedy: remedyFor(name),
    })),
    ...wrong,
  ];
}
