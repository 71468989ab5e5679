import type { Clock } from '../../time/clock.js';

/** The same text is not logged more often than this. */
const repeatAfterInMs = 30_000;

/** More texts than this are not remembered: each may be different, and thousands come in a moment. */
const mostRemembered = 200;

/** Remembers what was said a moment ago: a loop that keeps failing would fill the log otherwise. */
export class RepeatedTexts {
  private readonly saidAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Whether a text was not said within the last 30 s; where it was not, it counts as said. */
  claimNews(text: string): boolean {
    const now = this.clock.now();
    const last = this.saidAt.get(text);
    if (last !== undefined && now - last < repeatAfterInMs) return false;
    for (const [said, at] of this.saidAt) if (now - at >= repeatAfterInMs) this.saidAt.delete(said);
    const [oldest] = this.saidAt.size < mostRemembered ? [] : this.saidAt.keys();
    if (oldest !== undefined) this.saidAt.delete(oldest);
    this.saidAt.set(text, now);
    return true;
  }
}
