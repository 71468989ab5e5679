import { checkOptions } from '../errors/check-options.js';
import type { Problem } from '../errors/problem.js';
import { mustBeWholeNumber } from '../errors/value-checks.js';
import { runtimeValueChecks } from '../runtime/build/check-runtime-options.js';

const { handlers, connections, settings, logger, clock } = runtimeValueChecks;

/** What is wrong with the options of `createScaleMonitor`. */
export function checkScaleMonitorOptions(options: unknown): Problem[] {
  return checkOptions(options, {
    place: 'createScaleMonitor',
    code: 'SCALING_OPTION_INVALID',
    checks: {
      handlers,
      connections,
      settings,
      logger,
      clock,
      samplingIntervalInMs: mustBeWholeNumber(1),
      timeoutInMs: mustBeWholeNumber(1),
    },
    required: ['handlers'],
  });
}
