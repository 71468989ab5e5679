import { isPromiseLike } from './is-promise-like.js';
import { whenSettled } from './when-settled.js';

function ignore(): void {
  // Nobody waits for it.
}

/**
 * For what user code returned although nobody waits for it: where it is a promise, its rejection would otherwise end
 * the process. Never throws.
 */
export function ignoreRejection(returned: unknown): void {
  try {
    if (isPromiseLike(returned)) void whenSettled(returned, ignore, ignore);
  } catch {
    // A getter threw.
  }
}
