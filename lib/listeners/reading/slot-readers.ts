import { errorKind } from '../../redis/errors/error-kind.js';
import type { BlockingClient } from '../../redis/commands/clients.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import { backoffDelay } from '../../time/backoff.js';
import type { Clock } from '../../time/clock.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { systemClock } from '../../time/system-clock.js';
import { WakeableSleep } from '../../time/wakeable-sleep.js';
import { untilSettled } from '../../time/until-settled.js';
import { whileMoving } from '../../time/while-moving.js';
import type { MessageReader } from './message-reader.js';

/**
 * A read that takes longer than it may wait, and this, is not counted on: others use its share, also while its bytes
 * come, because a slow node must not hold up the rest. So each slot may bring one reply more than there is room for.
 */
const stallsAfterInMs = 2_000;

/** How long no byte may come while a connection is made, and how long that may take, before it is called trouble. */
const connecting = { stillInMs: 2_000, mostInMs: 8_000 };

/** For slots that are due and wait for room: whoever gives some up says so, as a rule. */
const shortestRestInMs = 20;

/** A slot that is found elsewhere is looked for there this soon, and not reported so often. */
const elsewhere = { minimumInMs: 20, maximumInMs: 200 };
const quietFailures = 20;

/** The reader of the keys in one slot. */
export interface SlotReader<Message> {
  readonly keys: readonly string[];
  readonly client: BlockingClient;
  readonly reader: MessageReader<Message>;
}

/** How the reading of one slot goes. */
class Reading<Message> {
  /** How many messages the read under way may bring; 0 while there is none. */
  asked = 0;
  askedAt = 0;
  /** Whether the last look found nothing: then a read waits. */
  isIdle = false;
  /** In which read of the whole it last found nothing. */
  emptyIn = 0;
  failures = 0;
  restsUntil = 0;
  error: unknown;

  constructor(readonly slot: SlotReader<Message>) {}
}

/**
 * Reads keys in several slots of a cluster as if they were one: each slot has a reader and a connection of its own,
 * so that a node that is down or slow holds up no other. Together they never ask for more than there is room for;
 * the slot that was asked longest ago comes first. Where there is more than one place, slots that were found empty
 * wait at the server; else they take turns, and each is looked at once in a polling interval.
 */
export class SlotReaders<Message> implements MessageReader<Message> {
  private readonly readings: readonly Reading<Message>[];
  private readonly arrived: Message[][] = [];
  /** One listener for each slot. */
  private readonly ending = createSharedAbortController();
  private latest: Promise<unknown> = Promise.resolve();
  private number = 0;
  /** Ends when a slot has something new to say. */
  private readonly untilNews: WakeableSleep;

  constructor(
    private readonly descriptor: ListFunction | StreamFunction,
    slots: readonly SlotReader<Message>[],
    /** The network's time is the system's, also where a user's test drives the clock. */
    private readonly clock: Clock = systemClock,
  ) {
    this.untilNews = new WakeableSleep(clock);
    this.readings = slots.map((slot) => new Reading(slot));
  }

  get keyError(): unknown {
    for (const { error, slot } of this.readings) {
      const trouble = error ?? slot.reader.keyError;
      if (trouble !== undefined) return trouble;
    }
    return undefined;
  }

  get mayTakeLong(): boolean {
    return this.readings.some(({ slot }) => slot.reader.mayTakeLong === true);
  }

  /** What one slot gave. May be called again before it has resolved. */
  read(count: number): Promise<Message[]> {
    const reply = this.latest.then(() => this.readOne(count));
    this.latest = reply.catch(() => undefined);
    return reply;
  }

  async examine(): Promise<void> {
    await Promise.all(this.readings.map(({ slot }) => slot.reader.examine()));
  }

  async wake(signal: AbortSignal): Promise<void> {
    this.ending.abort();
    this.untilNews.wake();
    await Promise.all(this.readings.map(({ slot }) => slot.reader.wake(signal)));
  }

  hurry(): void {
    for (const { slot } of this.readings) slot.reader.hurry();
  }

  async takeRest(signal: AbortSignal): Promise<Message[]> {
    while (this.readings.some(({ asked }) => asked > 0) && !signal.aborted) {
      await this.untilNews.sleep(this.descriptor.pollingIntervalInMs, signal);
    }
    return this.arrived.splice(0).flat();
  }

  private async readOne(count: number): Promise<Message[]> {
    const number = ++this.number;
    while (!this.ending.signal.aborted) {
      const messages = this.arrived.shift();
      if (messages) return messages;
      this.begin(count, number);
      const well = this.readings.filter(({ error }) => error === undefined);
      if (well.length === 0 && this.readings.every(({ asked }) => asked === 0)) throw this.keyError;
      if (well.length > 0 && well.every(({ emptyIn }) => emptyIn === number)) return [];
      await this.untilNews.sleep(this.untilNext(), this.ending.signal);
    }
    return this.arrived.shift() ?? [];
  }

  /** Asks those slots that there is room for. */
  private begin(count: number, number: number): void {
    const now = this.clock.now();
    const free = this.readings
      .filter(({ asked, restsUntil }) => asked === 0 && restsUntil <= now)
      .sort((one, other) => one.askedAt - other.askedAt);
    const wanting = free.filter((reading) => this.wantsLook(reading, number, now));
    let room = count - this.expected(now);
    for (const [index, reading] of wanting.entries()) {
      const share = Math.max(1, Math.floor(room / (wanting.length - index)));
      if (share > room) break;
      room -= share;
      if (reading.isIdle) reading.slot.reader.hurry();
      void this.ask(reading, share);
    }
    if (!this.descriptor.blocking) return;
    for (const reading of free) {
      if (reading.asked > 0 || !reading.isIdle || room < 1) continue;
      room -= 1;
      void this.ask(reading, 1);
    }
    if (wanting.some(({ asked }) => asked === 0)) this.wakeOne();
  }

  private wantsLook({ isIdle, emptyIn, askedAt }: Reading<Message>, number: number, now: number): boolean {
    if (!this.descriptor.blocking) return emptyIn !== number;
    return !isIdle || now - askedAt >= this.descriptor.pollingIntervalInMs;
  }

  /** How many messages are on their way, as far as is to be expected. */
  private expected(now: number): number {
    const late = now - this.descriptor.pollingIntervalInMs - stallsAfterInMs;
    const isLate = ({ askedAt, slot }: Reading<Message>): boolean =>
      askedAt < late && slot.reader.mayTakeLong !== true;
    return this.readings.reduce((sum, each) => sum + (isLate(each) ? 0 : each.asked), 0);
  }

  /** A read that waits keeps room that another slot needs. */
  private wakeOne(): void {
    const waiting = this.readings.filter(({ asked, isIdle }) => asked > 0 && isIdle);
    const [first] = waiting.sort((one, other) => one.askedAt - other.askedAt);
    first?.slot.reader.hurry();
  }

  private async ask(reading: Reading<Message>, count: number): Promise<void> {
    reading.asked = count;
    reading.askedAt = this.clock.now();
    try {
      await this.whenReady(reading.slot);
      if (this.ending.signal.aborted) return;
      const messages = await reading.slot.reader.read(count);
      reading.isIdle = messages.length === 0;
      reading.failures = 0;
      const hasRecovered = reading.error !== undefined;
      reading.error = undefined;
      if (reading.isIdle) reading.emptyIn = this.number;
      else this.arrived.push(messages);
      // The recovery is only known when the whole read ends, so the idle slots must not wait any longer.
      if (hasRecovered) this.hurry();
    } catch (error) {
      this.fail(reading, error);
    } finally {
      reading.asked = 0;
      this.untilNews.wake();
    }
  }

  private fail(reading: Reading<Message>, error: unknown): void {
    reading.failures += 1;
    const isElsewhere = errorKind(error) === 'elsewhere';
    if (!isElsewhere || reading.failures > quietFailures) reading.error = error;
    const rest = backoffDelay(reading.failures, isElsewhere ? elsewhere : undefined);
    reading.restsUntil = this.clock.now() + rest;
  }

  private async whenReady({ client, keys }: SlotReader<Message>): Promise<void> {
    if (client.isReady) return;
    const patience = { moves: () => client.moves, ...connecting };
    await whileMoving(patience, this.ending.signal, (signal) =>
      untilSettled(client.whenReady(signal), signal),
    );
    if (client.isReady || this.ending.signal.aborted) return;
    const what = `the node that holds ${keys.join(', ')} cannot be reached`;
    throw new RedisTriggersError({ code: 'CONNECTION_LOST', place: this.descriptor.connection, what });
  }

  /** When a slot that rests, or that waits for its turn, is to be looked at. */
  private untilNext(): number {
    const now = this.clock.now();
    const times = this.readings
      .filter(({ asked }) => asked === 0)
      .map(({ restsUntil, askedAt, isIdle, failures }) =>
        Math.max(restsUntil, isIdle && failures === 0 ? askedAt + this.descriptor.pollingIntervalInMs : 0),
      );
    return Math.max(shortestRestInMs, Math.min(now + this.descriptor.pollingIntervalInMs, ...times) - now);
  }
}
