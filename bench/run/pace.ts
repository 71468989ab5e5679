import type { Bench } from './bench.js';
import { measureDrain, type Drain, type DrainEntry } from './measure-drain.js';

/** How long a drain should take at least, of which half warms up; one whose handler awaits Redis runs more code. */
const leastInMs = { plain: 1_000, io: 2_000 };

/** How much longer than the least a drain may take, and how much longer the next is to take. */
const [atMost, wanted] = [2, 1.4];

/**
 * Gives each contestant as many messages as take it a second or two on this machine. One that was too quick goes again with
 * more, since V8 had not compiled what it runs when the clock started; one that was slow gets fewer in the next round.
 */
export class Pace {
  private readonly messages = new Map<DrainEntry, number>();

  constructor(private readonly drain = measureDrain) {}

  readonly measure = async (bench: Bench, entry: DrainEntry): Promise<Drain> => {
    const drain = await this.measureOnce(bench, entry);
    return this.messagesOf(entry) > drain.messages ? this.measureOnce(bench, entry) : drain;
  };

  private async measureOnce(bench: Bench, entry: DrainEntry): Promise<Drain> {
    const drain = await this.drain(bench, { ...entry, messages: this.messagesOf(entry) });
    const least = entry.handler === 'io' ? leastInMs.io : leastInMs.plain;
    const isInTime = drain.tookInMs >= least && drain.tookInMs <= atMost * least;
    if (bench.isPaced && !entry.isTimedFromFirst && !isInTime) {
      this.messages.set(entry, Math.ceil((drain.messages * wanted * least) / drain.tookInMs / 1_000) * 1_000);
    }
    return drain;
  }

  private messagesOf(entry: DrainEntry): number {
    return this.messages.get(entry) ?? entry.messages;
  }
}
