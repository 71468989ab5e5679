import type { Logger } from './logger.js';

function ignore(): void {
  // Says nothing: that is what it is for.
}

/** A logger that writes nothing: `createRuntime({ logger: false })`. */
export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLogger,
};
