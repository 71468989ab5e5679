import { whenTold } from '../../time/when-told.js';

/** Somebody who waits to begin. */
interface Waiting {
  readonly isSuspect: boolean;
  readonly admit: () => void;
}

/**
 * Lets handlers run side by side, but one that has a suspect only while no other runs. They begin in the order in
 * which they came. Whoever leaves for a while, such as until a retry, is in nobody's way.
 */
export class SuspectGate {
  private running = 0;
  private isSuspectInside = false;
  private readonly waiting = new Set<Waiting>();
  private readonly waitingUntilOpen = new Set<() => void>();

  /** Whether whoever has no suspect may begin at once. */
  get isOpen(): boolean {
    return !this.isSuspectInside && this.waiting.size === 0;
  }

  /** Begins at once; only while it is open, and not with a suspect. */
  enterOpen(): void {
    this.running += 1;
  }

  /** Resolves with true when it may begin; with false when `signal` is aborted first. */
  enter(isSuspect: boolean, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (isAdmitted: boolean): void => {
        this.waiting.delete(one);
        signal.removeEventListener('abort', giveUp);
        resolve(isAdmitted);
      };
      const giveUp = (): void => {
        end(false);
        this.goOn();
      };
      const one = { isSuspect, admit: () => end(true) };
      this.waiting.add(one);
      signal.addEventListener('abort', giveUp);
      this.goOn();
    });
  }

  /** Of those that were let in, once each. */
  leave(isSuspect: boolean): void {
    if (isSuspect) this.isSuspectInside = false;
    else this.running -= 1;
    this.goOn();
  }

  /** Resolves when it is open, or when `signal` is aborted. */
  async whenOpen(signal: AbortSignal): Promise<void> {
    while (!this.isOpen && !signal.aborted) await whenTold(this.waitingUntilOpen, signal);
  }

  private goOn(): void {
    for (const { isSuspect, admit } of this.waiting) {
      if (this.isSuspectInside || (isSuspect && this.running > 0)) return;
      if (isSuspect) this.isSuspectInside = true;
      else this.running += 1;
      admit();
    }
    if (this.isOpen && this.waitingUntilOpen.size > 0) for (const tell of this.waitingUntilOpen) tell();
  }
}
