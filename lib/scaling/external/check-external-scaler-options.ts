import { checkOptions, wholeNumberOption, type OptionCheck } from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';

const isMonitor: OptionCheck = (value) =>
  typeof (value as { onRead?: unknown } | null | undefined)?.onRead === 'function'
    ? undefined
    : 'must be what createScaleMonitor returned';

const isText: OptionCheck = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty string';

const isTls: OptionCheck = (value) => {
  const { cert, key } = (value ?? {}) as { cert?: unknown; key?: unknown };
  return cert && key ? undefined : 'must have `cert` and `key`, as PEM';
};

/** What is wrong with the options of `startExternalScaler`. */
export function checkExternalScalerOptions(options: unknown): Problem[] {
  return checkOptions(options, {
    place: 'startExternalScaler',
    code: 'SCALING_OPTION_INVALID',
    checks: { monitor: isMonitor, port: wholeNumberOption(0), host: isText, tls: isTls },
    required: ['monitor'],
  });
}
