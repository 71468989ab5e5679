import { checkOptions } from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';
import { mustBeWholeNumber, type ValueCheck } from '../../errors/value-checks.js';

const mustBeMonitor: ValueCheck = (value) =>
  typeof (value as { onRead?: unknown } | null | undefined)?.onRead === 'function'
    ? undefined
    : 'must be what createScaleMonitor returned';

const mustBeHost: ValueCheck = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty string';

const mustBeTls: ValueCheck = (value) => {
  const { cert, key } = (value ?? {}) as { cert?: unknown; key?: unknown };
  return cert && key ? undefined : 'must have `cert` and `key`, as PEM';
};

/** What is wrong with the options of `startExternalScaler`. */
export function checkExternalScalerOptions(options: unknown): Problem[] {
  return checkOptions(options, {
    place: 'startExternalScaler',
    code: 'SCALING_OPTION_INVALID',
    checks: {
      monitor: mustBeMonitor,
      port: mustBeWholeNumber(0, 65_535),
      host: mustBeHost,
      tls: mustBeTls,
      maxRequestBytes: mustBeWholeNumber(1),
      maxStreams: mustBeWholeNumber(1),
    },
    required: ['monitor'],
  });
}
