/**
 * Resolves when a promise has settled or the signal is aborted, whichever is first. It leaves nothing behind at
 * the signal: a loop may wait so as often as it likes.
 */
export function untilSettled(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', end);
    promise.then(end, end);
  });
}
