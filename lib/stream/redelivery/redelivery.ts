import { RetryDelays } from '../../redis/errors/retry-delays.js';
import { tryEach } from '../../listeners/try-each.js';
import { signals } from '../../signals/signals.js';
import { backoffDelay } from '../../time/backoff.js';
import { guardLoop } from '../../time/guard-loop.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import { setImmediate } from '../../time/real-timers.js';
import { whenTold } from '../../time/when-told.js';
import { EntryDelivery } from './entry-delivery.js';
import { IdleConsumers } from './idle-consumers.js';
import { KeptEntriesWarning } from './kept-entries-warning.js';
import { leaveWaiting } from './leave-waiting.js';
import { PendingSweep } from './pending-sweep.js';
import type { RedeliveryOptions } from './redelivery-options.js';

/** The rest between two sweeps where the first left something. */
const shortSweepRestInMs = 1_000;

/** The shortest rest between two rounds, where something is due and waits for room. */
const shortestRestInMs = 50;

/**
 * Delivers pending entries again: those whose handler failed here, after a rest; those that another process
 * held and does not renew any more; and those whose delivery was lost on its way. It also renews the leases of the
 * entries that are held here, so that nobody else claims them, however long a handler takes.
 */
export class Redelivery {
  /** Whether its loop goes on. */
  readonly liveness: LoopLiveness;
  private readonly delivery: EntryDelivery;
  private readonly sweep: PendingSweep;
  private readonly idleConsumers: IdleConsumers;
  private readonly warning: KeptEntriesWarning;
  private readonly stopping = new AbortController();
  private readonly onRound = new Set<() => void>();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: RedeliveryOptions) {
    const { descriptor, client, clock, observer, liveness } = options;
    this.liveness = liveness;
    this.delivery = new EntryDelivery(options);
    this.sweep = new PendingSweep(options, this.delivery);
    this.idleConsumers = new IdleConsumers(descriptor, client);
    this.warning = new KeptEntriesWarning(descriptor, client, clock, observer);
  }

  start(): void {
    this.ended = guardLoop(this.loop(), this.liveness, this.options.observer);
  }

  private async loop(): Promise<void> {
    const { observer } = this.options;
    const retries = new RetryDelays();
    while (!this.stopping.signal.aborted) {
      this.liveness.recordProgress();
      let retryInMs: number | undefined;
      try {
        await this.round();
        if (retries.hasFailed) observer.recovered(this);
        retries.reset();
      } catch (error) {
        retryInMs = retries.after(error);
        observer.failed(error, this);
      }
      for (const note of this.onRound) note();
      signals.roundEnded.publish();
      if (!this.stopping.signal.aborted) await this.rest(retryInMs);
    }
  }

  /** What fails in one step holds up neither the other steps nor the other keys. */
  private async round(): Promise<void> {
    this.beginDueSteps();
    await tryEach([() => this.options.leases.renew(), () => this.deliverDue()], (step) => step());
  }

  /** These take long, so the leases are renewed beside them. */
  private beginDueSteps(): void {
    const { schedule } = this.options;
    if (this.isQuiescing) return;
    schedule.look.beginIfDue(() => this.adoptLost());
    schedule.sweep.beginIfDue(() => this.claimIdle());
    schedule.removal.beginIfDue(() => this.deleteKept());
  }

  private async deliverDue(): Promise<void> {
    if (!this.isQuiescing) await this.delivery.deliverDue();
  }

  private async adoptLost(): Promise<number> {
    const { schedule, descriptor } = this.options;
    const repeatInMs = schedule.repeatLook(descriptor.claimIdleInMs);
    await this.sweep.adoptLost();
    return repeatInMs;
  }

  private async claimIdle(): Promise<number> {
    if (await this.sweep.claimIdle()) return shortSweepRestInMs;
    if (this.isQuiescing) return Infinity;
    await this.idleConsumers.remove();
    // Somewhat more often than entries become idle, and not at the same moment as everybody else.
    const { claimIdleInMs } = this.options.descriptor;
    return backoffDelay(1, { minimumInMs: claimIdleInMs, maximumInMs: claimIdleInMs });
  }

  private async deleteKept(): Promise<number> {
    const { removal, client, descriptor } = this.options;
    await this.warning.look(await removal.deleteKept(client));
    return Math.max(1_000, descriptor.claimIdleInMs / 2);
  }

  private async rest(retryInMs: number | undefined): Promise<void> {
    const { clock, descriptor, schedule, held } = this.options;
    const mostInMs = descriptor.claimIdleInMs / 3;
    const now = clock.now();
    // The leases must be renewed in time, whatever else fails.
    const untilNext = Math.min(schedule.nextAt - now, held.nextDueAt - now, mostInMs);
    const restInMs = Math.max(shortestRestInMs, Math.min(retryInMs ?? untilNext, mostInMs));
    this.liveness.recordProgress(restInMs);
    await schedule.rest(restInMs);
  }

  /** Resolves when nothing that is due waits to be delivered, or when `signal` is aborted. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    const { clock, window, held } = this.options;
    while (held.due(clock.now()).length > 0 && !signal.aborted) {
      await window.whenRoomToStart(signal);
      await this.nextRound(signal);
    }
  }

  private async nextRound(signal: AbortSignal): Promise<void> {
    const round = whenTold(this.onRound, signal);
    this.options.schedule.wake();
    await round;
    // Rounds may fail at once, and whoever waits has a time that must be able to pass.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Delivers nothing more; it still renews the leases of what is held, because handlers may run on for a while. */
  quiesce(): void {
    this.options.quiescing.abort();
    this.delivery.quiesce();
  }

  /** Ends, and leaves to others at once what waits here. */
  async stop(): Promise<void> {
    const { schedule, held, pending, leases, descriptor } = this.options;
    this.stopping.abort();
    schedule.wake();
    await this.ended;
    await Promise.all([this.delivery.whenQuiet(), schedule.whenQuiet()]);
    const { claimIdleInMs } = descriptor;
    await leaveWaiting({ held, pending, leases, claimIdleInMs }).catch(() => undefined);
  }

  private get isQuiescing(): boolean {
    return this.options.quiescing.signal.aborted;
  }
}
