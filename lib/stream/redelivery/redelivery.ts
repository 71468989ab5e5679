import { RetryDelays } from '../../redis/errors/retry-delays.js';
import { guardLoop } from '../../time/guard-loop.js';
import { LoopLiveness } from '../../time/loop-liveness.js';
import { tryEach } from '../../listeners/try-each.js';
import type { Failed } from '../../messages/outcome.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import { backoffDelay } from '../../time/backoff.js';
import { setImmediate } from '../../time/real-timers.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { whenTold } from '../../time/when-told.js';
import { EntryDelivery } from './entry-delivery.js';
import type { EntryRef, HeldEntries } from '../entries/held-entries.js';
import { IdleConsumers } from './idle-consumers.js';
import { KeptEntriesWarning } from './kept-entries-warning.js';
import { PendingSweep } from './pending-sweep.js';
import { RecurringStep } from './recurring-step.js';
import type { RedeliveryOptions } from './redelivery-options.js';

/**
 * More failed entries than this are not remembered here: a sweep finds them when they have been idle long enough.
 * Of postponed ones as many wait beside the invocations.
 */
const mostRemembered = 1_000;

/**
 * A read of a connection that was given up may still be on its way to the server, for long on a slow link: what it brings
 * reaches nobody. So it is looked for once more after this, and again each time that so many times as long has passed, until
 * a sweep would find it.
 */
const lookAgainAfterInMs = 2_000;
const timesLonger = 3;

/** The rest between two sweeps where the first left something. */
const shortSweepRestInMs = 1_000;

/** The shortest rest between two rounds, for what is due and waits for room. */
const shortestRestInMs = 50;

/**
 * Delivers pending entries again: those whose handler failed here, after a rest; those that another process
 * held and does not say so any more; and those whose delivery was lost on its way. It also says for the
 * entries that are held here that they are, so that nobody else claims them, however long a handler takes.
 */
export class Redelivery {
  private readonly held: HeldEntries;
  private readonly delivery: EntryDelivery;
  private readonly idleConsumers: IdleConsumers;
  /** Claims what other processes left. */
  private readonly sweep: RecurringStep;
  /** Looks for what was lost on its way. */
  private readonly look: RecurringStep;
  /** Deletes what other groups had not acknowledged yet. */
  private readonly removal: RecurringStep;
  /** When to look once more for what was lost, after the next look. */
  private lookAgainInMs = Infinity;
  private readonly stopping = new AbortController();
  private waking = new AbortController();
  private readonly quiescing = createSharedAbortController();
  private readonly onRound = new Set<() => void>();
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: RedeliveryOptions,
    /** Whether its loop goes on. */
    readonly liveness: LoopLiveness,
  ) {
    this.held = parts.held;
    this.delivery = new EntryDelivery(parts);
    this.idleConsumers = new IdleConsumers(parts.descriptor, parts.client);
    const lookForLost = (): void => this.lookForLost();
    const sweep = new PendingSweep(parts, this.delivery, lookForLost, this.quiescing.signal);
    const { clock, observer } = parts;
    const common = { clock, observer, onEnded: () => this.waking.abort() };
    this.sweep = new RecurringStep({ ...common, act: () => this.claimIdle(sweep) }, 0);
    this.look = new RecurringStep({ ...common, act: () => this.adoptLost(sweep) }, Infinity);
    const warning = new KeptEntriesWarning(parts.descriptor, parts.client, clock, observer);
    this.removal = new RecurringStep({ ...common, act: () => this.deleteKept(warning) }, Infinity);
    if (parts.descriptor.deleteAfterProcess === true) this.removal.soon();
  }

  start(): void {
    this.ended = guardLoop(this.loop(), this.liveness, this.parts.observer);
  }

  /** Delivers nothing more; it still says what is held, for handlers may run on for a while. */
  quiesce(): void {
    this.quiescing.abort();
    this.delivery.quiesce();
  }

  /** Ends, and leaves to others at once what waits here. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waking.abort();
    await this.ended;
    const tasks = [this.sweep, this.look, this.removal];
    await Promise.all([this.delivery.whenQuiet(), ...tasks.map((task) => task.whenQuiet())]);
    await this.leaveWaiting().catch(() => undefined);
  }

  private async leaveWaiting(): Promise<void> {
    const { descriptor, leases, pending } = this.parts;
    const { claimIdleInMs } = descriptor;
    // What another has by now is not ours to leave.
    if (!leases.areSafe()) await leases.renew();
    const waiting = this.held.releaseWaiting();
    for (const deliveryCount of new Set(waiting.map((entry) => entry.deliveryCount))) {
      for (const wasDropped of [true, false]) {
        const alike = waiting.filter(
          (entry) =>
            entry.deliveryCount === deliveryCount && (entry.isFirstHand && entry.isGroupGone) === wasDropped,
        );
        // What was dropped with its group is made pending again; anything else that is not pending was acknowledged.
        await eachKey(alike, (key, ids) => pending.leave(key, ids, deliveryCount, claimIdleInMs, wasDropped));
      }
    }
  }

  /** An entry is done with: acknowledged, or recorded as a dead letter. */
  settled(entry: Pick<EntryRef, 'key' | 'id'>): void {
    this.held.release(entry);
  }

  /** It is kept from others although nothing runs for it, until it is settled or left to them at a stop. */
  kept(entry: StreamEntry): void {
    this.held.postpone(entry, Infinity, 'kept');
  }

  /** Whether it will deliver an entry again. */
  isWaiting(entry: StreamEntry): boolean {
    return this.held.isWaiting(entry);
  }

  /**
   * A stop came before its handler could begin, or end: whoever claims it may have it at once. Its delivery does not
   * count, for nothing is wrong with it: else a few deployments would end a message whose retries take long.
   */
  cancelled(entry: StreamEntry): void {
    this.held.postpone(uncounted(entry), this.parts.clock.now(), 'failed');
  }

  /**
   * A handler wants its entry later. This delivery does not count, wherever the entry is delivered next. Where too
   * many wait for that already, the entry keeps its place among the invocations meanwhile.
   */
  async postponed(entry: StreamEntry, delayInMs: number): Promise<void> {
    const { clock, observer } = this.parts;
    const keepsPlace = this.held.waitingFor('asked-for') >= mostRemembered;
    const dueAt = clock.now() + delayInMs;
    // Not due before Redis has answered: a delivery that overtook this would be uncounted.
    const ref = uncounted(entry);
    await this.uncount(ref).catch((error: unknown) => observer.failed(error));
    this.held.postpone(ref, dueAt, 'asked-for');
    this.waking.abort();
    if (keepsPlace) await clock.sleep(Math.max(0, dueAt - clock.now()), this.quiescing.signal);
  }

  private async uncount(entry: EntryRef): Promise<void> {
    const { leases, pending } = this.parts;
    if (leases.isInDoubt(entry)) await leases.renew();
    if (!this.held.isLost(entry)) await pending.uncount(entry);
  }

  /** Resolves when nothing that is due waits to be delivered, or when `signal` is aborted. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    const { clock, window } = this.parts;
    while (this.held.due(clock.now()).length > 0 && !signal.aborted) {
      await window.whenRoomToStart(signal);
      await this.nextRound(signal);
    }
  }

  private async nextRound(signal: AbortSignal): Promise<void> {
    const round = whenTold(this.onRound, signal);
    this.waking.abort();
    await round;
    // Rounds may fail at once, and whoever waits has a time that must be able to pass.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** A handler failed: its entry is delivered again after a rest, which grows with each delivery. */
  async failed(entry: StreamEntry, failure: Failed): Promise<void> {
    const { descriptor, clock, giveUp } = this.parts;
    if (entry.deliveryCount >= descriptor.maxDeliveryCount) {
      await giveUp(entry, failure);
    } else if (this.held.waitingFor('failed') >= mostRemembered) {
      this.held.release(entry);
    } else {
      const bounds = { minimumInMs: 1_000, maximumInMs: Math.max(1_000, descriptor.claimIdleInMs) };
      this.held.postpone(entry, clock.now() + backoffDelay(entry.deliveryCount, bounds), 'failed');
      this.waking.abort();
    }
  }

  /** The connection was made anew: a reply may have been lost with the old one. */
  lookForLost(): void {
    this.lookAgainInMs = lookAgainAfterInMs;
    this.look.soon();
    this.waking.abort();
  }

  /** Somebody has made entries pending: the next sweep need not wait for its time. */
  claimSoon(): void {
    this.sweep.soon();
    this.waking.abort();
  }

  /** There may be entries to delete. */
  removeSoon(): void {
    this.removal.soon();
    this.waking.abort();
  }

  private async loop(): Promise<void> {
    const retries = new RetryDelays();
    while (!this.stopping.signal.aborted) {
      this.liveness.recordProgress();
      let retryInMs: number | undefined;
      try {
        await this.round();
        if (retries.hasFailed) this.parts.observer.recovered(this);
        retries.reset();
      } catch (error) {
        retryInMs = retries.after(error);
        this.parts.observer.failed(error, this);
      }
      for (const note of this.onRound) note();
      await this.rest(retryInMs);
    }
  }

  /** A key that fails one step holds up neither the other steps nor the other keys. */
  private async round(): Promise<void> {
    const { leases } = this.parts;
    const isQuiescing = (): boolean => this.quiescing.signal.aborted;
    if (!isQuiescing()) for (const task of [this.look, this.sweep, this.removal]) task.beginIfDue();
    const steps = [
      () => leases.renew(),
      async () => {
        if (!isQuiescing()) await this.delivery.deliverDue();
      },
    ];
    await tryEach(steps, (step) => step());
  }

  private async adoptLost(sweep: PendingSweep): Promise<number> {
    const { lookAgainInMs } = this;
    const next = timesLonger * lookAgainInMs;
    this.lookAgainInMs = next < this.parts.descriptor.claimIdleInMs ? next : Infinity;
    await sweep.adoptLost();
    return lookAgainInMs;
  }

  private async deleteKept(warning: KeptEntriesWarning): Promise<number> {
    const { removal, client, descriptor } = this.parts;
    await warning.look(await removal.deleteKept(client));
    return Math.max(1_000, descriptor.claimIdleInMs / 2);
  }

  private async claimIdle(sweep: PendingSweep): Promise<number> {
    if (await sweep.claimIdle()) return shortSweepRestInMs;
    if (this.quiescing.signal.aborted) return Infinity;
    await this.idleConsumers.remove();
    // Somewhat more often than entries become idle, and not at the same moment as everybody else.
    const { claimIdleInMs } = this.parts.descriptor;
    return backoffDelay(1, { minimumInMs: claimIdleInMs, maximumInMs: claimIdleInMs });
  }

  private async rest(retryInMs: number | undefined): Promise<void> {
    const { clock, descriptor } = this.parts;
    this.waking = new AbortController();
    if (this.stopping.signal.aborted) return;
    const now = clock.now();
    const next = Math.min(
      this.sweep.nextAt,
      this.look.nextAt,
      this.removal.nextAt,
      this.held.nextDueAt ?? Infinity,
      now + descriptor.claimIdleInMs / 3,
    );
    const untilNext = Math.max(shortestRestInMs, next - now);
    // What is held must be told of, whatever else fails.
    const mostInMs = Math.max(shortestRestInMs, descriptor.claimIdleInMs / 3);
    const restInMs = retryInMs === undefined ? untilNext : Math.min(retryInMs, mostInMs);
    this.liveness.recordProgress(restInMs);
    await clock.sleep(restInMs, this.waking.signal);
  }
}

function uncounted({ key, id, deliveryCount }: StreamEntry): EntryRef {
  return { key, id, deliveryCount: deliveryCount - 1 };
}

async function eachKey(
  entries: readonly EntryRef[],
  act: (key: string, ids: readonly string[]) => Promise<void>,
): Promise<void> {
  await tryEach(new Set(entries.map((entry) => entry.key)), async (key) => {
    const ids = entries.filter((entry) => entry.key === key).map(({ id }) => id);
    await act(key, ids);
  });
}
