import { signals } from '../signals/signals.js';
import type { Clock } from '../time/clock.js';
import { guardLoop, type LoopObserver } from '../time/guard-loop.js';
import type { LoopLiveness } from '../time/loop-liveness.js';

export interface ClaimRenewalOptions {
  readonly clock: Clock;
  /** How long to rest between two rounds, in milliseconds. */
  readonly everyInMs: number;
  /** Renews one; never rejects. */
  readonly renew: (key: string) => Promise<void>;
  /** Fails where an error ends the renewals, which is told to `observer`. */
  readonly liveness: LoopLiveness;
  readonly observer: LoopObserver;
  /** When a stop begins, nothing need be renewed any more once nothing is held; at `writeOff`, nothing at all. */
  readonly stop: { readonly stopping: AbortSignal; readonly writeOff: AbortSignal };
}

/** Renews what is held, with one timer for all of it, however many come and go meanwhile. */
export class ClaimRenewal {
  private readonly held = new Set<string>();
  private resting: AbortController | undefined;

  constructor(private readonly options: ClaimRenewalOptions) {
    const { stopping, writeOff } = options.stop;
    stopping.addEventListener('abort', () => this.endIfIdle(), { once: true });
    writeOff.addEventListener('abort', () => this.resting?.abort(), { once: true });
  }

  add(key: string): void {
    this.held.add(key);
    if (!this.resting && !this.options.stop.writeOff.aborted) this.begin();
  }

  delete(key: string): void {
    this.held.delete(key);
    if (this.options.stop.stopping.aborted) this.endIfIdle();
  }

  /** Else its timer would keep the process alive for a while. */
  private endIfIdle(): void {
    if (this.held.size === 0) this.resting?.abort();
  }

  private begin(): void {
    void guardLoop(this.loop(), this.options.liveness, this.options.observer);
  }

  private async loop(): Promise<void> {
    const { clock, everyInMs, renew } = this.options;
    this.resting = new AbortController();
    const { signal } = this.resting;
    while (!signal.aborted) {
      await clock.sleep(everyInMs, signal);
      if (!signal.aborted) await Promise.all(Array.from(this.held, renew));
      signals.roundEnded.publish();
    }
    this.resting = undefined;
    // What came after its end was decided.
    if (this.held.size > 0 && !this.options.stop.writeOff.aborted) this.begin();
  }
}
