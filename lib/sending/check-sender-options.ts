import { checkOptions } from '../errors/check-options.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import { mustBeObject } from '../errors/value-checks.js';
import { mustBeTimeout } from './send-options.js';

/** Throws for all that is wrong with the options of `createSender`. */
export function checkSenderOptions(options: unknown): void {
  const place = 'createSender';
  const checks = { connections: mustBeObject, settings: mustBeObject, timeoutInMs: mustBeTimeout };
  throwProblems(checkOptions(options, { place, code: 'SEND_OPTION_INVALID', checks, required: [] }), place);
}
