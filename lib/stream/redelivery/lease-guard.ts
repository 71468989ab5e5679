import { RetryDelays } from '../../redis/errors/retry-delays.js';
import type { InvocationExecutor } from '../../listeners/invocation-executor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import { cancelled, type Outcome } from '../../messages/outcome.js';
import type { Permit } from '../../messages/permit.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import type { Clock } from '../../time/clock.js';
import type { HeldEntries } from '../entries/held-entries.js';
import type { Leases } from './leases.js';

/** What guards the beginning of invocations. */
export interface LeaseGuardOptions {
  readonly executor: InvocationExecutor;
  readonly held: HeldEntries;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  /** Aborted at a stop: what is not known to be ours does not begin then. */
  readonly stopping: AbortSignal;
}

/** Begins no entry that another consumer has: one whose lease may be over is asked for first, with all such others. */
export class LeaseGuard implements InvocationExecutor {
  constructor(private readonly options: LeaseGuardOptions) {}

  execute(
    messages: readonly RawMessage[],
    permit?: Permit,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { leases, executor } = this.options;
    if (leases.areSafe()) return executor.execute(messages, permit);
    const entries = messages as readonly StreamEntry[];
    if (entries.some((entry) => leases.isInDoubt(entry))) return this.executeOwn(entries, permit);
    return this.executeHeld(entries, permit);
  }

  private async executeOwn(
    entries: readonly StreamEntry[],
    permit: Permit | undefined,
  ): Promise<readonly Outcome[]> {
    const { leases, clock, observer, stopping, held } = this.options;
    const retries = new RetryDelays();
    const isInDoubt = (entry: StreamEntry): boolean => leases.isInDoubt(entry) && !held.isTaken(entry);
    while (entries.some(isInDoubt)) {
      if (stopping.aborted) return entries.map(() => cancelled);
      try {
        await leases.renew();
        retries.reset();
      } catch (error) {
        observer.failed(error, this);
        await clock.sleep(retries.after(error), stopping);
      }
    }
    observer.recovered(this);
    return this.executeHeld(entries, permit);
  }

  /** Without those that are lost: their outcome is that nothing was done. */
  private executeHeld(
    entries: readonly StreamEntry[],
    permit: Permit | undefined,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { held, executor } = this.options;
    const own = entries.filter((entry) => held.has(entry) && !held.isTaken(entry));
    if (own.length === entries.length) return executor.execute(entries, permit);
    if (own.length === 0) return entries.map(() => cancelled);
    const outcomes = executor.execute(own, permit);
    const all = (ofOwn: readonly Outcome[]): readonly Outcome[] =>
      entries.map((entry) => ofOwn[own.indexOf(entry)] ?? cancelled);
    return outcomes instanceof Promise ? outcomes.then(all) : all(outcomes);
  }
}
