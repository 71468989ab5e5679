/**
 * Resolves when whoever keeps these listeners next tells them, or when `signal` is aborted; at once where it
 * already is. It leaves nothing behind at either.
 */
export function whenTold(listeners: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      signal.removeEventListener('abort', end);
      listeners.delete(end);
      resolve();
    };
    signal.addEventListener('abort', end);
    listeners.add(end);
  });
}
