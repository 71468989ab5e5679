import type { CommandSender } from '../connection/command-sender.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import type { InvocationWindow } from '../listeners/invocation-window.js';
import type { ListenerObserver } from '../listeners/listener.js';
import type { Failed } from '../messages/outcome.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { backoffDelay } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import { acknowledge } from './entry-commands.js';
import { HeldEntries, type EntryRef } from './held-entries.js';
import { nextId, PendingCommands, type PendingLine } from './pending-commands.js';

/** How many pending entries are looked at in one go. */
const pageSize = 100;

/** More failed entries than this are not remembered here: a sweep finds them when they have been idle long enough. */
const mostWaiting = 1_000;

/** A reply takes no longer than this: what is pending for longer and unknown here was lost on its way. */
const lostAfterInMs = 2_000;

/** What redelivery is made of. */
export interface RedeliveryParts {
  readonly descriptor: StreamFunction;
  readonly consumer: string;
  readonly client: CommandSender;
  readonly clock: Clock;
  readonly observer: ListenerObserver;
  /** Where entries are executed. */
  readonly window: Pick<InvocationWindow<readonly StreamEntry[]>, 'add' | 'room' | 'whenRoom'>;
  /** Records a dead letter and acknowledges it; never rejects. */
  readonly giveUp: (entry: StreamEntry, failure: Failed) => Promise<void>;
}

/**
 * Delivers pending entries again: those whose handler failed here, after a rest; those that another process
 * held and does not say so any more; and those whose delivery was lost on its way. It also says for the
 * entries that are held here that they are, so that nobody else claims them, however long a handler takes.
 */
export class Redelivery {
  private readonly held = new HeldEntries();
  private readonly pending: PendingCommands;
  private readonly stopping = new AbortController();
  private waking = new AbortController();
  private suspects: EntryRef[] = [];
  private suspectRuns = false;
  private nextSweepAt = 0;
  private looksForLost = false;
  private delivers = true;
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RedeliveryParts) {
    this.pending = new PendingCommands(parts.client, parts.descriptor.consumerGroup, parts.consumer);
  }

  start(): void {
    this.ended = this.loop();
  }

  /** Delivers nothing more; it still says what is held, for handlers may run on for a while. */
  quiesce(): void {
    this.delivers = false;
  }

  /** Ends, and leaves to others at once what waits here. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waking.abort();
    await this.ended;
    const waiting = [...this.held.releaseWaiting(), ...this.suspects.splice(0)];
    const { claimIdleInMs } = this.parts.descriptor;
    await this.eachKey(waiting, (key, ids) => this.pending.leave(key, ids, claimIdleInMs)).catch(
      () => undefined,
    );
  }

  /** Entries were delivered to this consumer. */
  took(entries: readonly StreamEntry[]): void {
    const now = this.parts.clock.now();
    for (const entry of entries) this.held.took(entry, now);
  }

  /** An entry is done with: acknowledged, or recorded as a dead letter. */
  settled(entry: Pick<EntryRef, 'key' | 'id'>): void {
    this.held.release(entry);
  }

  /** A handler failed: its entry is delivered again after a rest, which grows with each delivery. */
  async failed(entry: StreamEntry, failure: Failed): Promise<void> {
    const { descriptor, clock, giveUp } = this.parts;
    if (entry.deliveryCount >= descriptor.maxDeliveryCount) {
      await giveUp(entry, failure);
      this.held.release(entry);
    } else if (this.held.waiting >= mostWaiting) {
      this.held.release(entry);
    } else {
      const bounds = { minimumInMs: 1_000, maximumInMs: Math.max(1_000, descriptor.claimIdleInMs) };
      this.held.postpone(entry, clock.now() + backoffDelay(entry.deliveryCount, bounds));
      this.waking.abort();
    }
  }

  /** The connection was made anew: a reply may have been lost with the old one. */
  lookForLost(): void {
    this.looksForLost = true;
    this.waking.abort();
  }

  private async loop(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted;) {
      try {
        await this.round();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.parts.observer.troubled(error);
      }
      await this.rest(failures);
    }
  }

  private async rest(failures: number): Promise<void> {
    const { clock, descriptor } = this.parts;
    const now = clock.now();
    const next = Math.min(
      this.nextSweepAt,
      this.held.nextDueAt ?? Infinity,
      now + descriptor.claimIdleInMs / 3,
    );
    // What is due and was not delivered waits for room.
    const untilNext = this.looksForLost ? lostAfterInMs : Math.max(50, next - now);
    this.waking = new AbortController();
    if (this.stopping.signal.aborted) return;
    await clock.sleep(failures > 0 ? backoffDelay(failures) : untilNext, this.waking.signal);
  }

  private async round(): Promise<void> {
    const { clock, descriptor } = this.parts;
    await this.sayHeld();
    if (!this.delivers) return;
    if (this.looksForLost) await this.adoptLost();
    if (clock.now() >= this.nextSweepAt) {
      // Twice as often as entries can become idle, and not at the same moment as everybody else.
      this.nextSweepAt =
        clock.now() +
        backoffDelay(1, { minimumInMs: descriptor.claimIdleInMs, maximumInMs: descriptor.claimIdleInMs });
      for (const key of descriptor.keys) await this.sweep(key, descriptor.claimIdleInMs);
    }
    await this.deliverDue();
  }

  /** Tells Redis of the entries that have been held for a while; this counts no delivery. */
  private async sayHeld(): Promise<void> {
    const { clock, descriptor } = this.parts;
    const now = clock.now();
    const stale = this.held.touchedBefore(now - descriptor.claimIdleInMs / 3 + 1);
    await this.eachKey(stale, (key, ids) => this.pending.hold(key, ids, 0).then(() => undefined));
    this.held.touched(stale, now);
  }

  /** Takes what is pending for this consumer and unknown to it. */
  private async adoptLost(): Promise<void> {
    const { descriptor, consumer } = this.parts;
    let isYoung = false;
    for (const key of descriptor.keys) {
      isYoung = (await this.sweep(key, lostAfterInMs, consumer)) || isYoung;
    }
    this.looksForLost = isYoung;
  }

  /** Claims what has been idle for so long. Resolves with whether unknown entries are there that have not. */
  private async sweep(key: string, minIdleInMs: number, consumer?: string): Promise<boolean> {
    let isYoung = false;
    for (let from = '-'; !this.stopping.signal.aborted;) {
      const page = await this.pending.list(key, from, pageSize, consumer);
      const unknown = page.filter(({ id }) => !this.held.has({ key, id }));
      const idle = unknown.filter(({ idleInMs }) => idleInMs >= minIdleInMs);
      isYoung ||= idle.length < unknown.length;
      if (idle.length > 0) await this.take(key, idle, minIdleInMs);
      const last = page.at(-1);
      if (!last || page.length < pageSize) break;
      from = nextId(last.id);
    }
    return isYoung;
  }

  /**
   * Claims without counting, then decides: what was delivered too often is given up before a handler sees
   * it; what was delivered more than once may be what ends processes, so it runs alone; the rest runs now.
   */
  private async take(key: string, lines: readonly PendingLine[], minIdleInMs: number): Promise<void> {
    const { descriptor, clock } = this.parts;
    const claimed = new Set(
      await this.pending.hold(
        key,
        lines.map(({ id }) => id),
        minIdleInMs,
      ),
    );
    const mine = lines
      .filter(({ id }) => claimed.has(id))
      .map(({ id, deliveryCount }) => ({ key, id, deliveryCount }));
    for (const entry of mine) this.held.took(entry, clock.now());
    const isSpent = ({ deliveryCount }: EntryRef): boolean => deliveryCount >= descriptor.maxDeliveryCount;
    for (const entry of mine.filter(isSpent)) await this.abandon(entry);
    const live = mine.filter((entry) => !isSpent(entry));
    this.suspects.push(...live.filter(({ deliveryCount }) => deliveryCount > 1));
    void this.runSuspects();
    for (const entry of live.filter(({ deliveryCount }) => deliveryCount === 1)) {
      this.held.postpone(entry, clock.now());
    }
  }

  /** As many as there is room for. It does not wait for more, or what is held would not be said meanwhile. */
  private async deliverDue(): Promise<void> {
    for (const entry of this.held.due(this.parts.clock.now())) {
      if (this.parts.window.room <= 0) return;
      await this.deliver(entry);
    }
  }

  /** Counts the delivery only now that the handler is about to run. */
  private async deliver(ref: EntryRef): Promise<void> {
    if (!this.delivers || this.stopping.signal.aborted) return;
    const entry = await this.pending.deliver(ref);
    if (!entry) return this.forget(ref);
    this.held.took(entry, this.parts.clock.now());
    this.parts.window.add([[entry]]);
  }

  private async runSuspects(): Promise<void> {
    if (this.suspectRuns) return;
    this.suspectRuns = true;
    try {
      for (let next = this.suspects.shift(); next; next = this.suspects.shift()) {
        await this.parts.window.whenRoom(this.stopping.signal);
        await this.deliver(next);
        await this.held.whenEnded(next);
      }
    } catch (error) {
      // Those that are left are still pending; a later sweep finds them.
      for (const left of this.suspects.splice(0)) this.held.release(left);
      this.parts.observer.troubled(error);
    } finally {
      this.suspectRuns = false;
    }
  }

  private async abandon(ref: EntryRef): Promise<void> {
    const { descriptor, giveUp } = this.parts;
    const entry = await this.pending.deliver(ref);
    if (!entry) return this.forget(ref);
    const what = `the entry was delivered ${ref.deliveryCount} times and never acknowledged`;
    const error = new RedisTriggersError({ code: 'DELIVERY_COUNT_EXCEEDED', place: descriptor.place, what });
    await giveUp(entry, { status: 'failed', reason: 'too-many-deliveries', error, attempts: 0 });
    this.held.release(ref);
  }

  /** The entry was deleted from the stream: there is nothing to deliver, and nothing to wait for. */
  private async forget({ key, id }: EntryRef): Promise<void> {
    const [ack] = acknowledge(this.parts.descriptor, key, [id]);
    if (ack) await this.parts.client.send(ack);
    this.held.release({ key, id });
  }

  private async eachKey(
    entries: readonly EntryRef[],
    act: (key: string, ids: readonly string[]) => Promise<void>,
  ): Promise<void> {
    for (const key of new Set(entries.map((entry) => entry.key))) {
      await act(
        key,
        entries.filter((entry) => entry.key === key).map(({ id }) => id),
      );
    }
  }
}
