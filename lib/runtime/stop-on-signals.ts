import type { Runtime } from './runtime.js';

/** Signals with which a terminal (Ctrl-C: SIGINT) or a supervisor ends a program. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const exitCodes: Readonly<Record<StopSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Stops the runtime on SIGINT and SIGTERM (default). The process then exits when nothing else keeps it alive; if the
 * runtime was still starting, it exits as soon as the stop is done. A second signal exits at once. Exit codes, where
 * it exits the process itself: SIGHUP 129, SIGINT 130, SIGTERM 143. Returns a function that removes the handlers.
 */
export function stopOnSignals(
  runtime: Pick<Runtime, 'stop' | 'health'>,
  signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'],
): () => void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(exitCodes[signal as StopSignal]);
    stopping = true;
    // The start will never be over: whoever waits for it would see an error, though nothing is wrong.
    const isStarting = runtime.health().state === 'starting';
    void runtime.stop().finally(() => {
      off();
      if (isStarting) process.exit(exitCodes[signal as StopSignal]);
    });
  };
  const off = (): void => signals.forEach((signal) => process.off(signal, onSignal));
  signals.forEach((signal) => process.on(signal, onSignal));
  return off;
}
