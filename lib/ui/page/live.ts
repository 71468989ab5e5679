import { useEffect, useRef, useState } from 'preact/hooks';
import { read, type Query } from './asking.js';

/** What was asked for, and what went wrong since. */
export interface Live<Shape> {
  readonly value: Shape | undefined;
  readonly error: string | undefined;
  /** Asks again at once. */
  readonly refresh: () => void;
}

/** Asks again and again, unless it is paused; while the tab is hidden, it does not. */
export function useLive<Shape>(
  path: string,
  query: Query,
  { everyInMs, isPaused }: { readonly everyInMs: number; readonly isPaused: boolean },
): Live<Shape> {
  const [state, setState] = useState<{ value?: Shape; error?: string; key: string }>({ key: '' });
  const [asked, setAsked] = useState(0);
  const key = `${path} ${JSON.stringify(query)}`;
  const latestQuery = useRef(query);
  latestQuery.current = query;
  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const value = await read<Shape>(path, latestQuery.current, ending.signal);
        if (!ending.signal.aborted) setState({ value, key });
      } catch (error) {
        if (ending.signal.aborted) return;
        setState((before) => ({ ...before, error: messageOf(error) }));
      }
      if (!isPaused && !ending.signal.aborted) timer = setTimeout(() => void whenShown(), everyInMs);
    };
    const whenShown = (): Promise<void> | void => {
      if (document.visibilityState === 'visible') return ask();
    };
    const shown = (): void => {
      clearTimeout(timer);
      if (!isPaused) void whenShown();
    };
    void ask();
    document.addEventListener('visibilitychange', shown);
    return () => {
      ending.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }, [key, everyInMs, isPaused, asked]);
  // What belongs to another function is not shown while its own is on the way.
  const value = state.key.split(' ')[0] === path && isSameSubject(state.key, key) ? state.value : undefined;
  return { value, error: state.error, refresh: () => setAsked((times) => times + 1) };
}

/** Another page, order or filter of the same keeps what is shown until the new one comes. */
function isSameSubject(one: string, other: string): boolean {
  return subjectOf(one) === subjectOf(other);
}

function subjectOf(key: string): string {
  return /"function":"(?:[^"\\]|\\.)*"/.exec(key)?.[0] ?? '';
}

export function messageOf(error: unknown): string {
  if (error instanceof TypeError) return 'The server of this page does not answer.';
  return error instanceof Error ? error.message : String(error);
}
