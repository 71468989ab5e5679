import { fleetBeat } from '../redis/commands/lua/fleet-beat.js';
import { runScript } from '../redis/commands/run-script.js';
import type { AccompaniedRuntime } from '../runtime/companion/runtime-companion.js';
import { minuteOf, type FleetKeys } from './fleet-keys.js';
import { writeProcess, type ProcessIdentity } from './fleet-process.js';
import { MinuteCounters } from './minute-counters.js';

/** For how long the counters of a minute are kept, in milliseconds. */
export const keptForInMs = 8 * 3_600_000;

/** After so many intervals without a heartbeat a process counts as gone. */
const intervalsPerLease = 3;

export interface HeartbeatOptions {
  readonly runtime: AccompaniedRuntime;
  readonly keys: FleetKeys;
  readonly identity: ProcessIdentity;
  readonly intervalInMs: number;
}

/** Tells Redis that this process lives, and what it has handled. */
export class Heartbeat {
  private readonly counters = new MinuteCounters();
  private number = 0;
  /** What the next heartbeat adds: the same as the one before where its answer was lost, so that it is not added twice. */
  private unconfirmed: readonly (string | number)[] | undefined;
  /** The time of Redis and of our clock at the last answer. */
  private answered = { serverTime: 0, at: 0 };
  private readsUntil = -Infinity;

  constructor(private readonly options: HeartbeatOptions) {
    const { runtime } = options;
    this.answered = { serverTime: runtime.clock.date().getTime(), at: runtime.clock.now() };
    runtime.onEnded((...ended) => this.counters.add(...ended));
  }

  /** The time of Redis, in milliseconds, as far as is known here. */
  get serverTime(): number {
    return this.answered.serverTime + (this.options.runtime.clock.now() - this.answered.at);
  }

  /** Whether this process reads for its fleet: until another one may have been chosen. */
  get isReader(): boolean {
    return this.options.runtime.clock.now() < this.readsUntil;
  }

  /** Sends one, and resolves with the fields of the pauses. */
  async beat(): Promise<unknown> {
    const { runtime, keys, identity, intervalInMs } = this.options;
    const { clock, client } = runtime;
    if (!this.unconfirmed) {
      this.number += 1;
      this.unconfirmed = this.counters.take();
    }
    const leaseInMs = intervalsPerLease * intervalInMs;
    const document = writeProcess(identity, runtime);
    const askedAt = clock.now();
    const reply = (await runScript(
      client,
      fleetBeat,
      [
        keys.processes,
        keys.process(identity.id),
        keys.pauses,
        keys.reader,
        keys.minute(minuteOf(this.serverTime)),
      ],
      [identity.id, this.number, leaseInMs, keptForInMs, document, ...this.unconfirmed],
    )) as readonly [number, number, unknown];
    this.unconfirmed = undefined;
    const [serverTime, reads, pauses] = reply;
    this.answered = { serverTime, at: clock.now() };
    this.readsUntil = reads === 1 ? askedAt + leaseInMs : -Infinity;
    return pauses;
  }
}
