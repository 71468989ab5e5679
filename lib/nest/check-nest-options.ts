import { checkOptions } from '../errors/check-options.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import type { Problem } from '../errors/problem.js';
import {
  mustBeBoolean,
  mustBeObject,
  mustBeText,
  mustBeWholeNumber,
  type ValueCheck,
} from '../errors/value-checks.js';
import { longestTimerInMs } from '../time/longest-timer.js';
import { runtimeValueChecks } from '../runtime/build/check-runtime-options.js';
import type { RedisTriggersModuleOptions, RedisTriggersRegistration } from './nest-options.js';

const { connections, settings, logger, middleware, shutdownTimeoutInMs, clock } = runtimeValueChecks;

const checks: { readonly [Name in keyof RedisTriggersModuleOptions]-?: ValueCheck } = {
  connections,
  settings,
  logger,
  middleware,
  shutdownTimeoutInMs,
  configureKeyspaceNotifications: mustBeBoolean,
  clock,
  run: mustBeBoolean,
  enhancers: (value) =>
    ['declared', 'all', 'none'].includes(value as string) ? undefined : "must be 'declared', 'all' or 'none'",
  startTimeoutInMs: mustBeWholeNumber(1, longestTimerInMs),
  fleet: mustBeObject,
};

/** Throws RUNTIME_OPTION_INVALID for all that is wrong with the options of a registration. */
export function checkNestOptions(options: unknown, place: string): void {
  throwProblems(
    checkOptions(options, { place, code: 'RUNTIME_OPTION_INVALID', checks, required: [] }),
    place,
  );
}

const ofRegistration: { readonly [Name in keyof RedisTriggersRegistration]-?: ValueCheck } = {
  name: mustBeText,
  include: (value) => (Array.isArray(value) ? undefined : 'must be an array of modules'),
  global: mustBeBoolean,
};

/** Throws RUNTIME_OPTION_INVALID for what is wrong beside the options: those themselves would have no effect there. */
export function checkRegistration(given: object, place: string): void {
  const misplaced = Object.keys(given).filter((name) => Object.hasOwn(checks, name));
  const others = Object.fromEntries(Object.entries(given).filter(([name]) => !misplaced.includes(name)));
  const code = 'RUNTIME_OPTION_INVALID';
  const problems = misplaced.map((name): Problem => {
    const what = `the option "${name}" stands beside the factory, where it has no effect`;
    return { code, place, what, remedy: 'Let `useFactory` return it.' };
  });
  throwProblems(
    [...problems, ...checkOptions(others, { place, code, checks: ofRegistration, required: [] })],
    place,
  );
}
