import type { Runtime } from './runtime.js';
import { SignalStops, type StopSignal } from './stop/signal-stops.js';

export type { StopSignal };

/** All runtimes of the process share one listener for each signal. */
const stops = new SignalStops(process);

/**
 * Stops the runtime on SIGINT and SIGTERM (default), while it starts as well. The process ends when nothing else keeps it
 * alive, with exit code 0, or 128 + the number of the signal (SIGHUP 129, SIGINT 130, SIGTERM 143) if handlers had not
 * ended in time. While starting, it is ended as soon as the stop is done. A second signal ends it at once, with 128 + its
 * number. The signals are left alone again once the runtime has stopped, or when the returned function is called.
 */
export function stopOnSignals(
  runtime: Pick<Runtime, 'stop' | 'health'> & Partial<Pick<Runtime, 'once'>>,
  signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'],
): () => void {
  const off = stops.add(runtime, signals);
  runtime.once?.('stopped', off);
  return off;
}
