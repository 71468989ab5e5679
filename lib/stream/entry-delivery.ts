import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { tryEach } from '../listeners/try-each.js';
import { acknowledge } from './entry-commands.js';
import type { EntryRef, HeldEntries } from './held-entries.js';
import type { PendingCommands } from './pending-commands.js';
import type { RedeliveryParts } from './redelivery-parts.js';

/** Delivers entries that this consumer has claimed: to their handler, or to the dead letters. */
export class EntryDelivery {
  private readonly suspects: EntryRef[] = [];
  private readonly stopping = new AbortController();
  private runsAlone = false;

  constructor(
    private readonly parts: RedeliveryParts,
    private readonly held: HeldEntries,
    private readonly pending: PendingCommands,
  ) {}

  /** How many wait to run alone. */
  get waiting(): number {
    return this.suspects.length;
  }

  /** Delivers nothing more; what waits to run alone waits to be left to others. */
  quiesce(): void {
    this.stopping.abort();
    for (const suspect of this.suspects.splice(0)) this.putOff(suspect);
  }

  /** Those whose time has come, as many as there is room for: to wait for more would hold up everything else. */
  async deliverDue(): Promise<void> {
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
    this.suspects.push(...entries);
    if (!this.runsAlone) void this.runSuspects();
  }

  /** Gives entries up before a handler sees them: they were delivered too often. */
  async abandonAll(refs: readonly EntryRef[]): Promise<void> {
    try {
      for (const ref of refs) await this.abandon(ref);
    } finally {
      // What could not be given up is still pending: a later sweep finds it.
      for (const ref of refs) this.held.release(ref);
    }
  }

  private async abandon(ref: EntryRef): Promise<void> {
    const { descriptor, giveUp } = this.parts;
    const entry = await this.pending.deliver(ref);
    if (!entry) return this.forget(ref);
    const what = `the entry was delivered ${ref.deliveryCount} times but never acknowledged`;
    const error = new RedisTriggersError({ code: 'DELIVERY_COUNT_EXCEEDED', place: descriptor.place, what });
    await giveUp(entry, { status: 'failed', reason: 'too-many-deliveries', error, attempts: 0 });
  }

  /** Counts the delivery only now that the handler is about to run. */
  private async deliver(ref: EntryRef): Promise<void> {
    if (this.stopping.signal.aborted) {
      this.putOff(ref);
      return;
    }
    const entry = await this.pending.deliver(ref);
    if (!entry) return this.forget(ref);
    this.held.took(entry, this.parts.clock.now());
    this.parts.window.add([[entry]]);
  }

  private async runSuspects(): Promise<void> {
    this.runsAlone = true;
    for (let next = this.suspects.shift(); next; next = this.suspects.shift()) {
      const ended = this.held.whenEnded(next);
      try {
        await this.parts.window.whenRoomToStart(this.stopping.signal);
        await this.deliver(next);
      } catch (error) {
        // It is still pending: a later sweep finds it.
        this.held.release(next);
        this.parts.observer.troubled(error);
      }
      await ended;
    }
    this.runsAlone = false;
  }

  private putOff(entry: EntryRef): void {
    this.held.postpone(entry, this.parts.clock.now());
  }

  /** The entry was deleted from the stream: there is nothing to deliver, and nothing to wait for. */
  private async forget({ key, id }: EntryRef): Promise<void> {
    const [ack] = acknowledge(this.parts.descriptor, key, [id]);
    if (ack) await this.parts.client.send(ack);
    this.held.release({ key, id });
  }
}
