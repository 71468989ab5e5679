import type { Clock } from '../time/clock.js';

/** How old a reading may be unless told. */
export const defaultMaxAgeInMs = 1_000;

/** A reading that many may ask for at once: it is made once for those who ask meanwhile and shortly after. */
export class SharedReading<Value> {
  private underWay: Promise<Value> | undefined;
  private latest: { readonly value: Value; readonly readAt: number } | undefined;

  constructor(
    private readonly read: () => Promise<Value>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Resolves with a reading that is under way, or not older than this; with 0 always with a new one. */
  get(maxAgeInMs: number): Promise<Value> {
    if (maxAgeInMs > 0) {
      if (this.underWay) return this.underWay;
      const { latest } = this;
      if (latest && this.clock.now() - latest.readAt < maxAgeInMs) return Promise.resolve(latest.value);
    }
    return this.begin();
  }

  private begin(): Promise<Value> {
    const underWay = this.readAndKeep().finally(() => {
      if (this.underWay === underWay) this.underWay = undefined;
    });
    this.underWay = underWay;
    return underWay;
  }

  private async readAndKeep(): Promise<Value> {
    const readAt = this.clock.now();
    try {
      const value = await this.read();
      if (!this.latest || this.latest.readAt <= readAt) this.latest = { value, readAt };
      return value;
    } catch (error) {
      // What was read before does not hold any more.
      this.latest = undefined;
      throw error;
    }
  }
}
