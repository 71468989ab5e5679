import type { Permit } from '../../messages/permit.js';
import { whenTold } from '../../time/when-told.js';

/**
 * Lets a suspect begin only while nothing else runs, or while no other suspect does: then it alone is to blame if the
 * process dies. Whoever yields, such as until a retry, leaves the gate, and is in nobody's way meanwhile.
 */
export class IsolationGate {
  private othersInside = 0;
  private isSuspectInside = false;
  /** Those that begin in the order in which they came. */
  private readonly waiting = new Set<Waiting>();
  /** Those that are told when somebody may begin, and look again. */
  private readonly waitingUntilOpen = new Set<() => void>();

  constructor(
    /** Whom a suspect runs alone among: all messages of its function, or only the other suspects. */
    private readonly among: 'all' | 'suspects',
  ) {}

  /** Whether messages that are no suspects take no notice of the gate. */
  get isForSuspectsOnly(): boolean {
    return this.among === 'suspects';
  }

  /** Whether a message that is no suspect may begin at once. */
  get isOpen(): boolean {
    return this.isForSuspectsOnly || (!this.isSuspectInside && this.waiting.size === 0);
  }

  /** Begins at once; only while the gate is open, and only for a message that is no suspect. */
  enterOpen(): void {
    this.othersInside += 1;
  }

  /** Resolves with true when the message may begin; with false when `signal` is aborted first. */
  enter(isSuspect: boolean, signal: AbortSignal, permit?: Permit): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return this.isForSuspectsOnly
      ? this.enterBesideOthers(signal, permit)
      : this.enterInOrder(isSuspect, signal);
  }

  /** Called once by each that was let in. */
  leave(isSuspect: boolean): void {
    if (isSuspect) this.isSuspectInside = false;
    else this.othersInside -= 1;
    this.admitNext();
  }

  /** Resolves when the gate is open, or when `signal` is aborted. */
  async whenOpen(signal: AbortSignal): Promise<void> {
    while (!this.isOpen && !signal.aborted) await whenTold(this.waitingUntilOpen, signal);
  }

  /** Keeps its permit while it waits, because nothing else could begin with it. */
  private enterInOrder(isSuspect: boolean, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isAdmitted: boolean): void => {
        this.waiting.delete(one);
        signal.removeEventListener('abort', giveUp);
        resolve(isAdmitted);
      };
      const giveUp = (): void => {
        end(false);
        this.admitNext();
      };
      const one = { isSuspect, admit: () => end(true) };
      this.waiting.add(one);
      signal.addEventListener('abort', giveUp);
      this.admitNext();
    });
  }

  /**
   * Yields its permit while it waits, because messages that are no suspects can begin with it. It enters only once it has
   * the permit again: one that was inside and waited for a permit could wait for those that wait to enter.
   */
  private async enterBesideOthers(signal: AbortSignal, permit: Permit | undefined): Promise<boolean> {
    while (this.isSuspectInside && !signal.aborted) {
      permit?.yield();
      await whenTold(this.waitingUntilOpen, signal);
      await permit?.reacquire(signal);
    }
    if (signal.aborted) return false;
    this.isSuspectInside = true;
    return true;
  }

  private admitNext(): void {
    for (const { isSuspect, admit } of this.waiting) {
      if (this.isSuspectInside || (isSuspect && this.othersInside > 0)) return;
      if (isSuspect) this.isSuspectInside = true;
      else this.othersInside += 1;
      admit();
    }
    if (this.isOpen && this.waitingUntilOpen.size > 0) for (const tell of this.waitingUntilOpen) tell();
  }
}

/** Somebody who waits to begin. */
interface Waiting {
  readonly isSuspect: boolean;
  readonly admit: () => void;
}
