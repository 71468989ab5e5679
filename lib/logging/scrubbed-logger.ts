import type { Logger } from './logger.js';
import type { Secrets } from './secrets.js';

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

/** The library logs texts, and objects of texts such as a described error. */
function scrubFields(fields: object, secrets: Secrets): Record<string, unknown> {
  const entries = Object.entries(fields) as [string, unknown][];
  return Object.fromEntries(entries.map(([name, value]) => [name, scrubValue(value, secrets)]));
}

function scrubValue(value: unknown, secrets: Secrets): unknown {
  if (typeof value === 'string') return secrets.scrub(value);
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? scrubFields(value, secrets) : value;
}
