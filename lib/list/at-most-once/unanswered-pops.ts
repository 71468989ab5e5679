import type { ListenerObserver } from '../../listeners/listener.js';
import { nextTick } from '../../time/real-timers.js';

/** Reports what pops may have taken that were not answered. Several that were under way at once are reported as one. */
export class UnansweredPops {
  /** How many elements they took at most, and that is not reported yet. */
  private mayBeLost = 0;

  constructor(private readonly observer: Pick<ListenerObserver, 'lost'>) {}

  /** A pop was not answered, and took so many elements at most. */
  add(most: number): void {
    if (this.mayBeLost === 0) nextTick(() => this.report());
    this.mayBeLost += most;
  }

  private report(): void {
    const { mayBeLost } = this;
    this.mayBeLost = 0;
    const what = `the connection closed before a pop was answered: it may have taken up to ${mayBeLost} elements`;
    this.observer.lost(what, mayBeLost);
  }
}
