import type { Runtime } from './runtime.js';

/** Signals by which a terminal (Ctrl-C) and a supervisor end a program. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const exitCodes: Readonly<Record<StopSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Stops the runtime when the process is told to end. The process then ends by itself, when nothing of the
 * program's own keeps it; while the runtime still starts, as soon as it has stopped. A second signal ends it
 * at once. Returns what takes the signals off again.
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
