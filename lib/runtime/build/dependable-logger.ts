import type { Logger } from '../../logging/logger.js';
import { ignoreRejection } from '../../time/ignore-rejection.js';

/**
 * A logger that never throws, whatever the given one does with a line: what has happened to a message must not depend
 * on whether it could be written down. `report` hears of the first failure only.
 */
export function dependableLogger(logger: Logger, report: (thrown: unknown) => void): Logger {
  let isReported = false;
  const fail = (thrown: unknown): void => {
    if (isReported) return;
    isReported = true;
    report(thrown);
  };
  return guarded(logger, fail);
}

function guarded(logger: Logger, fail: (thrown: unknown) => void): Logger {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (fields: object, text: string): void => {
      try {
        // One that writes asynchronously may return a promise.
        const log: (fields: object, text: string) => unknown = logger[level].bind(logger);
        ignoreRejection(log(fields, text));
      } catch (thrown) {
        fail(thrown);
      }
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child(fields) {
      try {
        return guarded(logger.child(fields), fail);
      } catch (thrown) {
        fail(thrown);
        return guarded(logger, fail);
      }
    },
  };
}
