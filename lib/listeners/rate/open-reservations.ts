import type { Clock } from '../../time/clock.js';
import { WakeableSleep } from '../../time/wakeable-sleep.js';

/** A reservation whose read is under way. */
export interface OpenReservation {
  readonly id: number;
  readonly count: number;
  /** Whether its read waits for a first message. */
  readonly isIdle: boolean;
}

/** The reservations of a process whose reads are under way, which are renewed from time to time. */
export class OpenReservations {
  private readonly byId = new Map<number, OpenReservation>();
  private readonly sleep: WakeableSleep;
  private isRenewing = false;

  constructor(
    clock: Clock,
    private readonly everyInMs: number,
    /** Never rejects. */
    private readonly renew: (reservations: readonly OpenReservation[]) => Promise<void>,
  ) {
    this.sleep = new WakeableSleep(clock);
  }

  add(reservation: OpenReservation): void {
    this.byId.set(reservation.id, reservation);
    if (!this.isRenewing) void this.renewWhileOpen();
  }

  /** It is settled. */
  remove(id: number): void {
    this.byId.delete(id);
    // No timer is left where nothing is reserved.
    if (this.byId.size === 0) this.sleep.wake();
  }

  /** What was reserved after a round began lasts until the next one. */
  private async renewWhileOpen(): Promise<void> {
    this.isRenewing = true;
    while (this.byId.size > 0) {
      const before = new Set(this.byId.keys());
      await this.sleep.sleep(this.everyInMs);
      const lasting = [...this.byId.values()].filter(({ id }) => before.has(id));
      if (lasting.length > 0) await this.renew(lasting);
    }
    this.isRenewing = false;
  }
}
