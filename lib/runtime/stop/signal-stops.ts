import type { RuntimeHealth } from '../health/health.js';

/** Signals with which a terminal (Ctrl-C: SIGINT) or a supervisor ends a program. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What a signal stops. */
export interface StoppableRuntime {
  stop(): Promise<void>;
  health(): Pick<RuntimeHealth, 'state' | 'functions'>;
}

/** What is used of the process. */
export type SignalledProcess = Pick<
  NodeJS.Process,
  'on' | 'off' | 'exit' | 'exitCode' | 'kill' | 'pid' | 'listenerCount'
>;

const exitCodes: Readonly<Record<StopSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** A runtime, and the signals that stop it. */
interface Stop {
  readonly runtime: StoppableRuntime;
  readonly signals: ReadonlySet<StopSignal>;
  isUnderWay: boolean;
}

/** Stops runtimes on signals. Each signal has one listener, for as long as there is a runtime that it stops. */
export class SignalStops {
  private readonly stops = new Set<Stop>();
  private readonly listeners = new Map<StopSignal, () => void>();

  constructor(private readonly process: SignalledProcess) {}

  /** Returns what removes the runtime again. */
  add(runtime: StoppableRuntime, signals: readonly StopSignal[]): () => void {
    const stop: Stop = { runtime, signals: new Set(signals), isUnderWay: false };
    this.stops.add(stop);
    for (const signal of stop.signals) this.listen(signal);
    return () => this.remove(stop);
  }

  private listen(signal: StopSignal): void {
    if (this.listeners.has(signal)) return;
    const listener = (): void => this.heard(signal);
    this.listeners.set(signal, listener);
    this.process.on(signal, listener);
  }

  private remove(stop: Stop): void {
    this.stops.delete(stop);
    for (const signal of stop.signals) {
      const listener = this.listeners.get(signal);
      if (!listener || this.stoppedBy(signal).length > 0) continue;
      this.listeners.delete(signal);
      this.process.off(signal, listener);
    }
  }

  private heard(signal: StopSignal): void {
    // One that was stopped without a word before it was ever started.
    for (const stop of this.stoppedBy(signal)) {
      if (!stop.isUnderWay && stop.runtime.health().state === 'stopped') this.remove(stop);
    }
    const stops = this.stoppedBy(signal);
    if (stops.some(({ isUnderWay }) => isUnderWay)) this.process.exit(exitCodes[signal]);
    if (stops.length > 0) void this.stopAll(stops, signal);
    // What Node does where nobody listens.
    else if (this.process.listenerCount(signal) === 0) this.process.kill(this.process.pid, signal);
  }

  private async stopAll(stops: readonly Stop[], signal: StopSignal): Promise<void> {
    // Whoever waits for a start that will never be over would see an error, though nothing is wrong.
    const isStarting = stops.some(({ runtime }) => runtime.health().state === 'starting');
    const wereClean = await Promise.all(stops.map((stop) => this.stopOne(stop)));
    const exitCode = wereClean.every(Boolean) ? undefined : exitCodes[signal];
    if (isStarting) this.process.exit(exitCode ?? 0);
    if (exitCode !== undefined) this.process.exitCode ??= exitCode;
  }

  /** Resolves with whether everything had ended in time. */
  private async stopOne(stop: Stop): Promise<boolean> {
    stop.isUnderWay = true;
    try {
      await stop.runtime.stop();
      return Object.values(stop.runtime.health().functions).every(({ inFlight }) => inFlight === 0);
    } catch {
      return false;
    } finally {
      this.remove(stop);
    }
  }

  private stoppedBy(signal: StopSignal): Stop[] {
    return [...this.stops].filter(({ signals }) => signals.has(signal));
  }
}
