import { tooManyDeliveries } from '../../listeners/poison/too-many-deliveries.js';
import { takeCounted } from '../../listeners/rate/take-counted.js';
import { tryEach } from '../../listeners/try-each.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import type { HeldEntries } from '../entries/held-entries.js';
import type { EntryRef } from '../entries/held-entry.js';
import type { PendingCommands } from '../entries/pending-commands.js';
import type { RedeliveryOptions } from './redelivery-options.js';

/** Delivers entries that this consumer has claimed: to their handler, or to the dead letters. */
export class EntryDelivery {
  private readonly held: HeldEntries;
  private readonly pending: PendingCommands;
  private readonly quiescing: AbortSignal;
  private runsSuspects = false;
  private claiming: Promise<void> = Promise.resolve();

  constructor(private readonly options: RedeliveryOptions) {
    this.held = options.held;
    this.pending = options.pending;
    this.quiescing = options.quiescing.signal;
  }

  /** Delivers what is due, as far as there is room for it: to wait for more room would hold up everything else. */
  async deliverDue(): Promise<void> {
    this.runSuspects();
    const { clock, window } = this.options;
    const due = this.held.due(clock.now());
    await tryEach(new Set(due.map(({ key }) => key)), async (key) => {
      for (const entry of due) {
        if (entry.key !== key) continue;
        if (window.roomToStart <= 0) return;
        const claimed = await this.claim(entry);
        if (claimed) window.add([[claimed]]);
      }
    });
  }

  /**
   * Counts the delivery only now that the handler is about to run. Undefined where it is not to run: at a stop, also
   * one that began meanwhile, the entry is put off without the count; one that was deleted is forgotten.
   */
  private async claim(ref: EntryRef): Promise<StreamEntry | undefined> {
    const { clock, leases, missing } = this.options;
    const isStopping = (): boolean => this.quiescing.aborted;
    const mayBeOthers = leases.isInDoubt(ref);
    if (mayBeOthers) await leases.renew();
    // Another may have it by now.
    if (!this.held.has(ref)) return undefined;
    const now = clock.now();
    const entry = isStopping() ? undefined : await this.pending.deliver(ref);
    if (isStopping()) this.putOff(ref);
    else if (!entry) await missing.settle(ref.key, [ref], mayBeOthers);
    if (isStopping() || !entry) return undefined;
    this.held.redeliver(entry, now);
    return entry;
  }

  /** Runs the entries that may be what ends processes, each while no other of them runs. */
  runSuspects(): void {
    if (!this.runsSuspects && this.held.firstSuspect) void this.runEachSuspect();
  }

  private async runEachSuspect(): Promise<void> {
    const { held } = this;
    this.runsSuspects = true;
    for (let next = held.firstSuspect; next; next = held.firstSuspect) {
      try {
        await this.options.window.whenRoomToStart(this.quiescing);
        await this.deliverAlone(next);
      } catch (error) {
        this.options.observer.failed(error);
      }
      // It could not be claimed, and the next round begins with it.
      if (held.isSuspect(next)) break;
    }
    this.runsSuspects = false;
  }

  /** Resolves when its handler has ended, or waits for a retry and runs nothing meanwhile. */
  private async deliverAlone(ref: EntryRef): Promise<void> {
    const { suspectTurns, window } = this.options;
    const ended = this.held.whenHandlerEnded(ref);
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

  /** A stop waits for it, because the loop of suspects itself may wait for a handler that never ends. */
  private claimAlone(ref: EntryRef): Promise<StreamEntry | undefined> {
    const claimed = this.claimAllowed(ref);
    this.claiming = claimed.then(
      () => undefined,
      () => undefined,
    );
    return claimed;
  }

  /** It does not come through the reader, which keeps the rate of the function. */
  private async claimAllowed(ref: EntryRef): Promise<StreamEntry | undefined> {
    const { rate } = this.options;
    if (!rate) return this.claim(ref);
    const allowance = await rate.reserve({ most: 1, least: 1, waits: true }, this.quiescing);
    if (!allowance) {
      this.putOff(ref);
      return undefined;
    }
    const [claimed] = await takeCounted(allowance, async () => {
      const entry = await this.claim(ref);
      return entry ? [entry] : [];
    });
    return claimed;
  }

  /** Gives entries up before a handler sees them, because they were delivered too often. */
  async giveUpAll(refs: readonly EntryRef[]): Promise<void> {
    const left = [...refs];
    try {
      for (const ref of refs) {
        await this.giveUp(ref);
        left.shift();
      }
    } finally {
      // What could not even be read is still pending: a later sweep finds it.
      for (const ref of left) this.held.release(ref);
    }
  }

  /** Once it has been read, `deadLetters` see to it that it is held until it is written. */
  private async giveUp(ref: EntryRef): Promise<void> {
    const { descriptor, observer, deadLetters } = this.options;
    const entry = await this.pending.read(ref);
    if (!entry) return this.forget(ref);
    const failure = tooManyDeliveries(descriptor.place, 'entry', entry.deliveryCount);
    observer.turnedAway(entry, failure);
    await deadLetters.giveUp(entry, failure);
  }

  /** The entry was deleted from the stream: there is nothing to deliver, and nothing to wait for. */
  private async forget({ key, id }: EntryRef): Promise<void> {
    await this.pending.drop(key, [id]);
    this.held.release({ key, id });
    this.options.missing.lost(key, 1);
  }

  /** Delivers nothing more; what waits to run alone waits to be left to others. */
  quiesce(): void {
    this.options.suspectTurns.quiesce();
    for (let next = this.held.firstSuspect; next; next = this.held.firstSuspect) this.putOff(next);
  }

  /** Resolves when nothing is being claimed to run alone. */
  whenQuiet(): Promise<void> {
    return this.claiming;
  }

  private putOff(entry: EntryRef): void {
    this.held.retryAt(entry, this.options.clock.now());
  }
}
