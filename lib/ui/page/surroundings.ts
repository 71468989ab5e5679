import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Overview } from '../shapes.js';

/** What every screen has around it. */
export interface Surroundings {
  readonly overview: Overview | undefined;
  readonly isPaused: boolean;
  /** Asks the server for the overview at once, because something has changed. */
  readonly refresh: () => void;
  /** Says something to whoever looks or listens. */
  readonly say: (text: string, isProblem?: boolean) => void;
}

export const SurroundingsContext = createContext<Surroundings>({
  overview: undefined,
  isPaused: false,
  refresh: () => undefined,
  say: () => undefined,
});

export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext);
}
