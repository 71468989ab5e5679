import { checkOptions, wholeNumberOption } from '../errors/check-options.js';
import type { Problem } from '../errors/problem.js';
import { runtimeOptionChecks } from '../runtime/check-runtime-options.js';

const { handlers, connections, settings, logger, clock } = runtimeOptionChecks;

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
      samplingIntervalInMs: wholeNumberOption(1),
      timeoutInMs: wholeNumberOption(1),
    },
    required: ['handlers'],
  });
}
