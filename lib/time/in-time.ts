/**
 * What a promise resolves with, unless the signal is aborted first: then it rejects with what `late` gives. Nobody waits for the
 * promise any more, and what it rejects with is nobody's. It leaves nothing behind at the signal.
 */
export function inTime<Value>(
  promise: PromiseLike<Value>,
  signal: AbortSignal,
  late: () => unknown,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what it is, is up to the caller
      reject(late());
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
    promise.then(
      (value) => {
        signal.removeEventListener('abort', end);
        resolve(value);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', end);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever it rejected with
        reject(error);
      },
    );
  });
}
