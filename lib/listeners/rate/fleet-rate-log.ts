import { randomUUID } from 'node:crypto';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { takeAllowed } from '../../redis/commands/lua/take-allowed.js';
import { runScript } from '../../redis/commands/run-script.js';
import { setImmediate } from '../../time/real-timers.js';
import type { Rate } from '../../functions/function-descriptor.js';
import { stepOf, type RateLog, type Reservation } from './rate-log.js';

/** A reservation of a process that has died is worth nothing after this time and the longest wait of a read. */
const lastsInMs = 5_000;

/** How soon is asked again where others may give back what they have reserved: in steps, and within these bounds. */
const askAgain = { minimumInMs: 20, maximumInMs: 250 };

/** At most so many reservations are settled with one script. */
const mostAtOnce = 500;

export interface FleetRateLogOptions {
  readonly limit: Rate;
  readonly client: CommandSender;
  /** Where the count is kept. */
  readonly key: string;
  /** The longest that a read waits for its first message. */
  readonly longestWaitInMs: number;
}

/**
 * Counts what all processes take together, in Redis. What was taken is told with the next reservation or, where none
 * follows at once, by itself; if that fails it goes with the next one, and counts for longer.
 */
export class FleetRateLog implements RateLog {
  private readonly process = randomUUID();
  private latest = 0;
  private endings: (readonly [id: string, used: number])[] = [];
  private isTelling = false;
  private told: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: FleetRateLogOptions) {}

  async reserve(most: number, least: number, isIdle: boolean): Promise<Reservation> {
    const id = ++this.latest;
    const [count, freeInMs, isReserved] = await this.run(id, most, least, isIdle);
    const soonest = isReserved ? this.askAgainInMs(isIdle) : Infinity;
    return { id, count, retryInMs: Math.min(freeInMs, soonest) };
  }

  settle({ id }: Reservation, used: number): void {
    this.endings.push([this.nameOf(id), used]);
    if (this.isTelling) return;
    this.isTelling = true;
    this.told = new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.tell());
  }

  async whenTold(): Promise<void> {
    await this.told;
  }

  private async tell(): Promise<void> {
    this.isTelling = false;
    // If it fails, it goes with the next reservation.
    if (this.endings.length > 0) await this.run(0, 0, 0, false).catch(() => undefined);
  }

  private async run(
    id: number,
    most: number,
    least: number,
    isIdle: boolean,
  ): Promise<[count: number, freeInMs: number, isReserved: number]> {
    const { limit, client, key, longestWaitInMs } = this.options;
    const step = Math.ceil(stepOf(limit.perMs));
    const lasts = lastsInMs + (isIdle ? longestWaitInMs : 0);
    const endings = this.endings.splice(0, mostAtOnce);
    const wish = [limit.messages, limit.perMs, step, this.nameOf(id), most, least, lasts];
    try {
      const reply = await runScript(client, takeAllowed, [key], [...wish, ...endings.flat()]);
      return reply as [number, number, number];
    } catch (error) {
      this.endings.unshift(...endings);
      throw error;
    }
  }

  private nameOf(id: number): string {
    return `${this.process}.${id}`;
  }

  private askAgainInMs(isIdle: boolean): number {
    const { minimumInMs, maximumInMs } = askAgain;
    const inMs = Math.min(maximumInMs, Math.max(minimumInMs, stepOf(this.options.limit.perMs)));
    return isIdle ? maximumInMs : inMs;
  }
}
