import { whenStill } from './when-still.js';
import { withPatience } from './with-patience.js';

/** How long is waited for something that may be slow. */
export interface MovingPatience {
  /** Grows while it goes on. */
  readonly moves: () => number;
  /** How long it may stand still. */
  readonly stillInMs: number;
  /** How long it may take in all. */
  readonly mostInMs: number;
}

/**
 * Does what takes a signal, with one that is aborted once nothing has moved for a while, when it takes too long in all,
 * or with `signal`.
 */
export function whileMoving<Result>(
  { moves, stillInMs, mostInMs }: MovingPatience,
  signal: AbortSignal,
  act: (patience: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return withPatience(mostInMs, signal, async (most) => {
    const patience = new AbortController();
    const end = (): void => patience.abort();
    if (most.aborted) end();
    else most.addEventListener('abort', end, { once: true });
    const watched = whenStill(moves, stillInMs, patience.signal).then(end);
    try {
      return await act(patience.signal);
    } finally {
      end();
      await watched;
    }
  });
}
