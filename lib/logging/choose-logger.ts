import { createDefaultLogger } from './default-logger.js';
import type { Logger } from './logger.js';
import { silentLogger } from './silent-logger.js';

/** The logger that an option `logger` stands for: the default one unless told, none for `false`. */
export function chooseLogger(given: Logger | false | undefined): Logger {
  return given === false ? silentLogger : (given ?? createDefaultLogger());
}
