import { errorCodes, type ErrorCode } from '../../errors/error-codes.js';
import { nearestName } from '../../errors/nearest-name.js';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';

export const explain = defineCommand({
  usage: 'explain [code]',
  effect: 'reads',
  summary: 'Show what an error code means and what to do; without a code, list all of them.',
  examples: ['explain REDIS_UNREACHABLE', 'explain --json'],
  loadsHandlers: false,
  run({ args: [given], output }) {
    const codes = given === undefined ? Object.keys(errorCodes).sort() : [knownCode(given)];
    const entries = codes.map((code) => ({ code, ...errorCodes[code as ErrorCode] }));
    const [only] = entries;
    output.data(given === undefined ? entries : only, () =>
      given === undefined || !only
        ? entries.map(({ code }) => code).join('\n')
        : `${output.style('bold', only.code)}\n${only.meaning}\n${only.remedy}`,
    );
    return Promise.resolve(undefined);
  },
});

function knownCode(given: string): string {
  const code = given.toUpperCase();
  if (Object.hasOwn(errorCodes, code)) return code;
  const near = nearestName(code, Object.keys(errorCodes));
  throw usageError(
    `there is no error code ${given}`,
    near === undefined ? 'redis-triggers explain lists all of them' : `Did you mean ${near}?`,
  );
}
