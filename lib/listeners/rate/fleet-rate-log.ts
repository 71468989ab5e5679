import { randomUUID } from 'node:crypto';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { takeAllowed } from '../../redis/commands/lua/take-allowed.js';
import { runScript } from '../../redis/commands/run-script.js';
import type { Clock } from '../../time/clock.js';
import { setImmediate } from '../../time/real-timers.js';
import type { Rate } from '../../functions/function-descriptor.js';
import { OpenReservations, type OpenReservation } from './open-reservations.js';
import { countedLongerInMs, stepOf, type RateLog, type Reservation } from './rate-log.js';

/** A reservation of a process that has died is over after this time. */
const lastsInMs = 5_000;

/** How soon is asked again where others may give back what they have reserved: in steps, and within these bounds. */
const askAgain = { minimumInMs: 10, maximumInMs: 250 };

/** At most so many reservations are settled with one script. */
const mostAtOnce = 500;

/** What the script answers. */
type Answer = readonly [count: number, freeInMs: number, isReserved: number];

export interface FleetRateLogOptions {
  readonly limit: Rate;
  readonly client: CommandSender;
  /** Where the count is kept. */
  readonly key: string;
  readonly clock: Clock;
}

/**
 * Counts what all processes take together, in Redis. What was taken is told with the next reservation or, where none
 * follows at once, by itself; if that fails it goes with the next one, and counts for longer. A reservation is renewed while
 * its read is under way, which may be for long on a slow link.
 */
export class FleetRateLog implements RateLog {
  private readonly process = randomUUID();
  private readonly open: OpenReservations;
  private latest = 0;
  private endings: (readonly [name: string, used: number])[] = [];
  private isTelling = false;
  private told: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: FleetRateLogOptions) {
    this.open = new OpenReservations(options.clock, lastsInMs / 3, (all) => this.renew(all));
  }

  async reserve(most: number, least: number, isIdle: boolean): Promise<Reservation> {
    const id = ++this.latest;
    const [count, freeInMs, isReserved] = await this.run({ id, most, least, isIdle });
    if (count > 0) this.open.add({ id, count, isIdle });
    const soonest = isReserved ? this.askAgainInMs(isIdle) : Infinity;
    return { id, count, retryInMs: Math.min(freeInMs, soonest) };
  }

  settle({ id }: Reservation, used: number): void {
    this.open.remove(id);
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
    if (this.endings.length > 0) await this.run(nothing).catch(() => undefined);
  }

  /** If that fails, there is time for another try before they are over. */
  private async renew(all: readonly OpenReservation[]): Promise<void> {
    for (const isIdle of [true, false]) {
      const alike = all.filter((each) => each.isIdle === isIdle);
      const renewed = alike.flatMap(({ id, count }) => [this.nameOf(id), -count]);
      if (alike.length > 0) await this.run({ ...nothing, isIdle }, renewed).catch(() => undefined);
    }
  }

  private async run(wish: Wish, renewed: readonly (string | number)[] = []): Promise<Answer> {
    const { limit, client, key } = this.options;
    const { messages, perMs } = limit;
    const endings = this.endings.splice(0, mostAtOnce);
    const rate = [messages, perMs, Math.ceil(stepOf(perMs))];
    const asked = [this.nameOf(wish.id), wish.most, wish.least, this.lastsInMs(wish)];
    try {
      const reply = await runScript(
        client,
        takeAllowed,
        [key],
        [...rate, ...asked, ...renewed, ...endings.flat()],
      );
      return reply as Answer;
    } catch (error) {
      this.endings.unshift(...endings);
      throw error;
    }
  }

  /**
   * A process that dies before it tells what it took is most likely ended by that, so what it reserved counts as taken. One
   * that waits for a first message has most likely taken nothing.
   */
  private lastsInMs({ isIdle }: Wish): number {
    const { perMs } = this.options.limit;
    return isIdle ? lastsInMs : lastsInMs + perMs + Math.ceil(countedLongerInMs(perMs));
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

/** What is asked for with the script. */
interface Wish {
  readonly id: number;
  readonly most: number;
  readonly least: number;
  readonly isIdle: boolean;
}

const nothing: Wish = { id: 0, most: 0, least: 0, isIdle: true };
