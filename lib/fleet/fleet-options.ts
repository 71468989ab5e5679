import { checkOptions } from '../errors/check-options.js';
import type { Problem } from '../errors/problem.js';
import { mustBeText, mustBeWholeNumber, type ValueCheck } from '../errors/value-checks.js';

/** The fleet that a runtime is in: all processes that have the same name for it, on the same Redis. */
export interface FleetOptions {
  /** The fleet's name, which is a part of its keys. Default `default`. */
  readonly name?: string;
  /**
   * The connection whose Redis holds the fleet's keys, as a trigger would name it. Default: that of the functions, if all
   * have the same.
   */
  readonly connection?: string;
  /**
   * How often the process says that it lives, in milliseconds. Default 5,000. After three times as long without a word it
   * counts as gone.
   */
  readonly intervalInMs?: number;
  /** The version of the program, which is shown with each process. Default: that of its package.json where npm started it. */
  readonly version?: string;
}

export const defaultFleetName = 'default';

/** The name of a fleet is the hash tag of its keys. */
export const mustBeFleetName: ValueCheck = (value) =>
  mustBeText(value) ?? (/[{}]/.test(String(value)) ? 'must have no braces' : undefined);

/** What is wrong with the option `fleet` of `createRuntime`. */
export function checkFleetOptions(options: unknown): Problem[] {
  return checkOptions(options, {
    place: 'createRuntime',
    within: 'fleet',
    code: 'RUNTIME_OPTION_INVALID',
    checks: {
      name: mustBeFleetName,
      connection: mustBeText,
      intervalInMs: mustBeWholeNumber(1_000, 3_600_000),
      version: mustBeText,
    },
    required: [],
  });
}
