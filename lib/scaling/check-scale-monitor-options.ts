import { checkOptions } from '../errors/check-options.js';
import type { Problem } from '../errors/problem.js';
import { isObject, mustBeObject, mustBeText, mustBeWholeNumber } from '../errors/value-checks.js';
import { mustBeFleetName } from '../fleet/fleet-options.js';
import { runtimeValueChecks } from '../runtime/build/check-runtime-options.js';

const { handlers, connections, settings, logger, clock } = runtimeValueChecks;

/** What is wrong with the options of `createScaleMonitor`. */
export function checkScaleMonitorOptions(options: unknown): Problem[] {
  const problems = checkOptions(options, {
    place: 'createScaleMonitor',
    code: 'SCALING_OPTION_INVALID',
    checks: {
      handlers,
      connections,
      settings,
      logger,
      clock,
      fleet: mustBeObject,
      samplingIntervalInMs: mustBeWholeNumber(1),
      timeoutInMs: mustBeWholeNumber(1),
    },
    required: ['handlers'],
  });
  const { fleet } = (isObject(options) ? options : {}) as { fleet?: unknown };
  return isObject(fleet) ? [...problems, ...checkFleet(fleet)] : problems;
}

function checkFleet(fleet: object): Problem[] {
  return checkOptions(fleet, {
    place: 'createScaleMonitor',
    within: 'fleet',
    code: 'SCALING_OPTION_INVALID',
    checks: { name: mustBeFleetName, connection: mustBeText },
    required: [],
  });
}
