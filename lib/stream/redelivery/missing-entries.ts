import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { signals } from '../../signals/signals.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Clock } from '../../time/clock.js';
import type { HeldEntries } from '../entries/held-entries.js';
import type { EntryRef } from '../entries/held-entry.js';
import type { PendingState, PendingCommands } from '../entries/pending-commands.js';

/** What finding out about missing entries needs. */
export interface MissingEntriesOptions {
  readonly held: HeldEntries;
  readonly pending: PendingCommands;
  readonly clock: Clock;
  readonly observer: Pick<ListenerObserver, 'failed' | 'lost'>;
  /** Where the function is declared. */
  readonly place: string;
  readonly consumer: string;
  readonly claimIdleInMs: number;
  /** Whether whoever handles an entry deletes it, so that one that is gone need not be lost. */
  readonly deletesHandled: boolean;
}

/** Finds out what became of held entries that Redis does not give this consumer any more. */
export class MissingEntries {
  constructor(private readonly options: MissingEntriesOptions) {}

  /**
   * What another consumer has, or has acknowledged, is left to that one. What is not in the stream any more is lost
   * where it waited to be delivered again; a handler that has it already runs on. `mayBeOthers` says whether the lease
   * may have been over: if not, an entry that was dropped with its group is made pending again. Any other that is not
   * pending was acknowledged by somebody.
   */
  async settle(key: string, entries: readonly EntryRef[], mayBeOthers: boolean): Promise<void> {
    const { pending, consumer, held, clock } = this.options;
    const now = clock.now();
    const states = await Promise.all(entries.map(({ id }) => pending.stateOf(key, id)));
    const inState = (wanted: (state: PendingState | undefined) => boolean): EntryRef[] =>
      entries.filter((_, index) => wanted(states[index]));
    const own = inState((state) => typeof state === 'object' && state.consumer === consumer);
    held.leasesRenewed(
      key,
      own.map(({ id }) => id),
      now,
    );
    for (const entry of inState((state) => typeof state === 'object' && state.consumer !== consumer)) {
      held.lose(entry);
    }
    await this.leaveGone(
      key,
      inState((state) => state === 'gone'),
      mayBeOthers,
    );
    await this.settleDropped(
      key,
      inState((state) => state === 'not pending'),
      mayBeOthers,
    );
  }

  /** Counts entries that are not in the stream any more, and were not handled. */
  lost(key: string, count: number): void {
    if (count === 0) return;
    const entries = count === 1 ? '1 entry' : `${count} entries`;
    this.options.observer.lost(`${entries} of the stream ${key} went from it before being handled`, count);
  }

  /** Makes entries pending for this consumer that are in the stream, and that no consumer has. */
  async restore(key: string, entries: readonly EntryRef[]): Promise<void> {
    const { held, pending, clock, claimIdleInMs } = this.options;
    for (const count of new Set(entries.map(({ deliveryCount }) => deliveryCount))) {
      const ids = entries.filter(({ deliveryCount }) => deliveryCount === count).map(({ id }) => id);
      const now = clock.now();
      const restored = new Set(await pending.restore(key, ids, count, claimIdleInMs));
      held.leasesRenewed(
        key,
        ids.filter((id) => restored.has(id)),
        now,
      );
      for (const id of ids) if (!restored.has(id)) held.lose({ key, id });
    }
  }

  /**
   * The same for an entry whose dead letter is not written because it is not pending for this consumer. Resolves with
   * whether it is by now, so that the letter can be written.
   */
  async restoreEnded(entry: EntryRef, mayBeOthers: boolean): Promise<boolean> {
    const { held, pending, consumer, deletesHandled } = this.options;
    const state = await pending.stateOf(entry.key, entry.id);
    if (typeof state === 'object') return state.consumer === consumer;
    if (state === 'gone') {
      if (!(mayBeOthers && deletesHandled)) this.lost(entry.key, 1);
      return false;
    }
    if (mayBeOthers || !held.wasDropped(entry)) return false;
    await this.restore(entry.key, [entry]);
    return !held.isTaken(entry);
  }

  private async leaveGone(key: string, gone: readonly EntryRef[], mayBeOthers: boolean): Promise<void> {
    const { held, pending, clock, deletesHandled } = this.options;
    const waiting = gone.filter((entry) => held.isWaiting(entry));
    const begun = gone.filter((entry) => !held.isWaiting(entry));
    held.leasesRenewed(
      key,
      begun.map(({ id }) => id),
      clock.now(),
    );
    await pending.drop(
      key,
      waiting.map(({ id }) => id),
    );
    for (const entry of waiting) held.release(entry);
    signals.settled.publish();
    if (!(mayBeOthers && deletesHandled)) this.lost(key, waiting.length);
  }

  private async settleDropped(
    key: string,
    entries: readonly EntryRef[],
    mayBeOthers: boolean,
  ): Promise<void> {
    const { held, clock } = this.options;
    // Whoever had it before may have ended late, and acknowledged it.
    const isOwn = (entry: EntryRef): boolean => !mayBeOthers && held.wasDropped(entry);
    const others = entries.filter((entry) => !isOwn(entry));
    if (!mayBeOthers) this.warnOfEnded(key, others.filter((entry) => held.isOwnRetry(entry)).length);
    for (const entry of others) held.lose(entry);
    const own = entries.filter(isOwn);
    // One that does not wait may be acknowledged in this moment, and must then not become pending again.
    const begun = own.filter((entry) => !held.isWaiting(entry)).map(({ id }) => id);
    held.leasesRenewed(key, begun, clock.now());
    await this.restore(
      key,
      own.filter((entry) => held.isWaiting(entry)),
    );
  }

  /** Nobody but this consumer had them, and it acknowledged none, but Redis does not say who ended them. */
  private warnOfEnded(key: string, count: number): void {
    if (count === 0) return;
    const { observer, place } = this.options;
    const entries = count === 1 ? '1 entry' : `${count} entries`;
    const what = `${entries} of the stream '${key}' waited here for another delivery and did not stay pending: acknowledged by somebody else, or dropped with this consumer (XGROUP DELCONSUMER) and not handled again`;
    observer.failed(new RedisTriggersError({ code: 'ENTRIES_NOT_PENDING', place, what }));
  }
}
