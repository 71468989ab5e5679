import { isKeyError, isOutOfMemory } from '../../redis/errors/error-kind.js';
import type { Clock } from '../../time/clock.js';

/** How long a key that failed is left out before it is looked at again. */
const examineAgainAfterInMs = 5_000;

/**
 * Which of several keys can be read together. One key of the wrong type fails a command for all of them;
 * it is then left out, so that the others go on, and looked at again from time to time.
 */
export class KeyQuarantine {
  private readonly bad = new Map<string, unknown>();
  private examinedAt = 0;
  private first = 0;

  constructor(
    private readonly keys: readonly string[],
    private readonly clock: Clock,
    /** Looks at one key; throws what is wrong with it. */
    private readonly examine: (key: string) => Promise<void>,
  ) {}

  /** The keys that are well, each time beginning with the next, so that none comes always last. */
  get healthy(): readonly string[] {
    const good = this.bad.size === 0 ? this.keys : this.keys.filter((key) => !this.bad.has(key));
    if (good.length < 2) return good;
    this.first = (this.first + 1) % good.length;
    return [...good.slice(this.first), ...good.slice(0, this.first)];
  }

  /** What is wrong with the first key that is left out, or undefined. */
  get firstError(): unknown {
    return this.bad.values().next().value;
  }

  /** Whether keys are left out and it is time to look at them again. */
  get isDue(): boolean {
    if (this.bad.size === 0) return false;
    // With no key left there is nobody to hold up, and whoever asks comes back only after a rest of its own.
    if (this.bad.size === this.keys.length) return true;
    return this.clock.now() - this.examinedAt >= examineAgainAfterInMs;
  }

  /** Looks at every key; throws what does not belong to a key, such as a lost connection. */
  async examineAll(): Promise<void> {
    this.examinedAt = this.clock.now();
    for (const key of this.keys) {
      try {
        await this.examine(key);
        this.bad.delete(key);
      } catch (error) {
        // What cannot be made when memory is full is missing for this key alone.
        if (!isKeyError(error) && !isOutOfMemory(error)) throw error;
        this.bad.set(key, error);
      }
    }
  }
}
