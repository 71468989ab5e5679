/**
 * The waiting of a clock: resolves when the timer that `start` sets calls back, or at once when `signal` is
 * aborted (also when it already is). `start` returns what cancels its timer.
 */
export function sleepUntil(start: (wake: () => void) => () => void, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = start(wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}
