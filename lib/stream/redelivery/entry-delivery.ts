import { tooManyDeliveries } from '../../listeners/poison/too-many-deliveries.js';
import { tryEach } from '../../listeners/try-each.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import type { EntryRef, HeldEntries } from '../entries/held-entries.js';
import type { PendingCommands } from '../entries/pending-commands.js';
import type { RedeliveryOptions } from './redelivery-options.js';

/** Delivers entries that this consumer has claimed: to their handler, or to the dead letters. */
export class EntryDelivery {
  private readonly suspects: EntryRef[] = [];
  private readonly stopping = new AbortController();
  private runsAlone = false;
  private claiming: Promise<void> = Promise.resolve();

  private readonly held: HeldEntries;
  private readonly pending: PendingCommands;

  constructor(private readonly parts: RedeliveryOptions) {
    this.held = parts.held;
    this.pending = parts.pending;
  }

  /** How many wait to run alone. */
  get waiting(): number {
    return this.suspects.length;
  }

  /** Delivers nothing more; what waits to run alone waits to be left to others. */
  quiesce(): void {
    this.stopping.abort();
    this.parts.suspectTurns.quiesce();
    for (const suspect of this.suspects.splice(0)) this.putOff(suspect);
  }

  /** Those whose time has come, as many as there is room for: to wait for more would hold up everything else. */
  async deliverDue(): Promise<void> {
    this.goOnAlone();
    const due = this.held.due(this.parts.clock.now());
    await tryEach(new Set(due.map(({ key }) => key)), async (key) => {
      for (const entry of due) {
        if (entry.key !== key) continue;
        if (this.parts.window.roomToStart <= 0) return;
        await this.deliver(entry);
      }
    });
  }

  /** Entries that may be what ends processes: each runs while no other of them does. */
  runAlone(entries: readonly EntryRef[]): void {
    for (const entry of entries) this.held.postpone(entry, Infinity, 'claimed');
    this.suspects.push(...entries);
    this.goOnAlone();
  }

  /** Resolves when nothing is being claimed to run alone. */
  whenQuiet(): Promise<void> {
    return this.claiming;
  }

  /** Gives entries up before a handler sees them: they were delivered too often. */
  async abandonAll(refs: readonly EntryRef[]): Promise<void> {
    const left = [...refs];
    try {
      for (const ref of refs) {
        await this.abandon(ref);
        left.shift();
      }
    } finally {
      // What could not even be read is still pending: a later sweep finds it.
      for (const ref of left) this.held.release(ref);
    }
  }

  /** Once it has been read, `giveUp` sees to it that it is held until it is in the dead letters. */
  private async abandon(ref: EntryRef): Promise<void> {
    const { descriptor, observer, giveUp } = this.parts;
    const entry = await this.pending.read(ref);
    if (!entry) return this.forget(ref);
    const failure = tooManyDeliveries(descriptor.place, 'entry', entry.deliveryCount);
    observer.refused(entry, failure);
    await giveUp(entry, failure);
  }

  private async deliver(ref: EntryRef): Promise<void> {
    const entry = await this.claim(ref);
    if (entry) this.parts.window.add([[entry]]);
  }

  /**
   * Counts the delivery only now that the handler is about to run. Undefined where it is not to run: at a stop, also
   * one that began meanwhile, the entry is put off without the count; one that was deleted is forgotten.
   */
  private async claim(ref: EntryRef): Promise<StreamEntry | undefined> {
    const { clock, leases, missing } = this.parts;
    const isStopping = (): boolean => this.stopping.signal.aborted;
    const mayBeOthers = leases.isInDoubt(ref);
    if (mayBeOthers) await leases.renew();
    // Another may have it by now.
    if (!this.held.has(ref)) return undefined;
    const now = clock.now();
    const entry = isStopping() ? undefined : await this.pending.deliver(ref);
    if (isStopping()) this.putOff(ref);
    else if (!entry) await missing.settle(ref.key, [ref], mayBeOthers);
    if (isStopping() || !entry) return undefined;
    this.held.took(entry, now);
    return entry;
  }

  private async runSuspects(): Promise<void> {
    this.runsAlone = true;
    for (let next = this.suspects.shift(); next; next = this.suspects.shift()) {
      try {
        await this.parts.window.whenRoomToStart(this.stopping.signal);
        await this.deliverAlone(next);
      } catch (error) {
        this.parts.observer.failed(error);
        // It stays held, and the next round begins with it.
        if (this.stopping.signal.aborted) this.putOff(next);
        else this.suspects.unshift(next);
        break;
      }
    }
    this.runsAlone = false;
  }

  /** Resolves when it is done with, or runs nothing for a while. */
  private async deliverAlone(ref: EntryRef): Promise<void> {
    const { suspectTurns, window } = this.parts;
    const ended = this.held.whenEnded(ref);
    if (!(await suspectTurns.takeTurn())) {
      this.putOff(ref);
      return;
    }
    const entry = await this.claimAlone(ref).catch((error: unknown) => {
      suspectTurns.giveTurnBack();
      throw error;
    });
    if (entry) await suspectTurns.run(entry, () => window.add([[entry]]), ended);
    else suspectTurns.giveTurnBack();
  }

  /** A stop waits for it: the loop of suspects itself may wait for a handler that never ends. */
  private claimAlone(ref: EntryRef): Promise<StreamEntry | undefined> {
    const claimed = this.claim(ref);
    this.claiming = claimed.then(
      () => undefined,
      () => undefined,
    );
    return claimed;
  }

  private goOnAlone(): void {
    if (!this.runsAlone && this.suspects.length > 0) void this.runSuspects();
  }

  private putOff(entry: EntryRef): void {
    this.held.postpone(entry, this.parts.clock.now(), 'claimed');
  }

  /** The entry was deleted from the stream: there is nothing to deliver, and nothing to wait for. */
  private async forget({ key, id }: EntryRef): Promise<void> {
    await this.pending.drop(key, [id]);
    this.held.release({ key, id });
    this.parts.missing.lost(key, 1);
  }
}
