import type { Logger } from './logger.js';
import { silentLogger } from './silent-logger.js';

/**
 * The logger that an option `logger` stands for: the default one unless told, none for `false`. Only the default one
 * loads pino, because that takes as long as a third of everything else that a program loads.
 */
export async function chooseLogger(given: Logger | false | undefined): Promise<Logger> {
  if (given === false) return silentLogger;
  if (given) return given;
  const { createDefaultLogger } = await import('./default-logger.js');
  return createDefaultLogger();
}
