import { clearTimeout, setTimeout } from './real-timers.js';

/**
 * Does what takes a signal, with one that is aborted after `patienceInMs`, or with `signal`. Not
 * AbortSignal.any with AbortSignal.timeout: Node.js may collect what that makes before its time has come, and
 * whoever waits for it waits for ever.
 */
export async function withPatience<Result>(
  patienceInMs: number,
  signal: AbortSignal,
  act: (patience: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const patience = new AbortController();
  const end = (): void => patience.abort();
  const timer = setTimeout(end, patienceInMs);
  if (signal.aborted) end();
  else signal.addEventListener('abort', end);
  try {
    return await act(patience.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
