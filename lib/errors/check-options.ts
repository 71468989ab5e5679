import type { ErrorCode } from './error-codes.js';
import { nearestName } from './nearest-name.js';
import type { Problem } from './problem.js';
import { isObject, type ValueCheck } from './value-checks.js';

/** Whose options are checked. */
export interface CheckedOptions {
  /** The function that takes them, such as `createRuntime`. */
  readonly place: string;
  readonly code: ErrorCode;
  readonly checks: Readonly<Record<string, ValueCheck>>;
  /** Those that must be given. */
  readonly required: readonly string[];
}

/** What is wrong with options: unknown names, missing ones, wrong values. */
export function checkOptions(options: unknown, checked: CheckedOptions): Problem[] {
  const { place, code, checks, required } = checked;
  const problem = (what: string): Problem => ({ code, place, what });
  if (!isObject(options)) return [problem('the options must be an object')];
  const given = options as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(checks, name));
  const wrong = Object.entries(checks).flatMap(([name, check]) => {
    const isAbsent = given[name] === undefined && !required.includes(name);
    const what = isAbsent ? undefined : check(given[name]);
    return what === undefined ? [] : [problem(`the option "${name}" ${what}`)];
  });
  const remedyFor = (name: string): string => {
    const near = nearestName(name, Object.keys(checks));
    return near ? `Did you mean "${near}"?` : `The options are: ${Object.keys(checks).join(', ')}.`;
  };
  return [
    ...unknown.map((name) => ({ ...problem(`the option "${name}" is unknown`), remedy: remedyFor(name) })),
    ...wrong,
  ];
}
