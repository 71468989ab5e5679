import type { Redis } from 'ioredis';

/** Resolves at the first of these events of a client, or when `signal` is aborted. */
export function firstEvent(
  redis: Pick<Redis, 'on' | 'off'>,
  events: readonly ('ready' | 'close' | 'end')[],
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) redis.off(event, done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    for (const event of events) redis.on(event, done);
    signal.addEventListener('abort', done);
  });
}
