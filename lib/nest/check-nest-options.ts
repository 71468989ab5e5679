import { checkOptions } from '../errors/check-options.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import { mustBeBoolean, mustBeObject, mustBeWholeNumber, type ValueCheck } from '../errors/value-checks.js';
import { longestTimerInMs } from '../time/longest-timer.js';
import { runtimeValueChecks } from '../runtime/build/check-runtime-options.js';
import type { RedisTriggersModuleOptions } from './nest-options.js';

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
