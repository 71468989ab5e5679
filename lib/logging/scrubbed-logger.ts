import { describeError, isDescription, isError } from '../errors/describe-error.js';
import type { Logger } from './logger.js';
import { scrubDescription } from './scrubbed-description.js';
import type { Secrets } from './secrets.js';

/** Deeper than anything worth a log line, and an end for what contains itself. */
const deepest = 5;

/** A logger that takes known secrets out of every text before it hands the line on. */
export function scrubbedLogger(logger: Logger, secrets: Secrets): Logger {
  return {
    debug: (fields, text) => logger.debug(scrubFields(fields, secrets), secrets.scrub(text)),
    info: (fields, text) => logger.info(scrubFields(fields, secrets), secrets.scrub(text)),
    warn: (fields, text) => logger.warn(scrubFields(fields, secrets), secrets.scrub(text)),
    error: (fields, text) => logger.error(scrubFields(fields, secrets), secrets.scrub(text)),
    child: (fields) => scrubbedLogger(logger.child(scrubFields(fields, secrets)), secrets),
  };
}

function scrubFields(fields: object, secrets: Secrets, depth = 1): Record<string, unknown> {
  const members = fields as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(fields).map((name) => [name, scrubSafely(() => members[name], secrets, depth)]),
  );
}

/** A proxy or a getter in what a handler logs may throw: the rest of the line is worth writing. */
function scrubSafely(read: () => unknown, secrets: Secrets, depth: number): unknown {
  try {
    return scrubValue(read(), secrets, depth);
  } catch {
    return '(cannot be looked at)';
  }
}

/** Handlers write to this logger as well, and hand it errors, arrays and objects of their own. */
function scrubValue(value: unknown, secrets: Secrets, depth: number): unknown {
  if (typeof value === 'string') return secrets.scrub(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isError(value)) return scrubDescription(describeError(value), secrets);
  if (isDescription(value)) return scrubDescription(value, secrets);
  if (!Array.isArray(value) && !isPlain(value)) return value;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) return value.map((each: unknown) => scrubValue(each, secrets, depth + 1));
  return scrubFields(value, secrets, depth + 1);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}
