import { randomUUID } from 'node:crypto';
import { fleetLeave } from '../redis/commands/lua/fleet-leave.js';
import { runScript } from '../redis/commands/run-script.js';
import { retryUntil } from '../redis/errors/retry-until.js';
import type { AccompaniedRuntime, RuntimeCompanion } from '../runtime/companion/runtime-companion.js';
import { createSharedAbortController } from '../time/shared-abort-controller.js';
import { untilSettled } from '../time/until-settled.js';
import { withPatience } from '../time/with-patience.js';
import { AppliedPauses } from './applied-pauses.js';
import { defaultFleetName, type FleetOptions } from './fleet-options.js';
import { FleetKeys } from './fleet-keys.js';
import { identify } from './fleet-process.js';
import { Heartbeat } from './heartbeat.js';
import { readPauses } from './fleet-pauses.js';

/** How soon a process notices a pause or its end, in milliseconds: one command each time. */
const lookEveryInMs = 1_000;

const defaultIntervalInMs = 5_000;

/** How long a stop waits for Redis to hear of it. */
const patienceInMs = 1_000;

/** This process as a member of its fleet: it says that it lives, counts, and does what the fleet's pauses say. */
export class FleetMember implements RuntimeCompanion {
  /** The name of the fleet. */
  readonly name: string;
  readonly connection: string | undefined;
  obstacle: string | undefined;
  private readonly keys: FleetKeys;
  private readonly id = randomUUID();
  private readonly leaving = createSharedAbortController();
  private member: Joined | undefined;
  private ended: Promise<void> = Promise.resolve();
  private isFailing = false;

  constructor(private readonly options: FleetOptions) {
    this.connection = options.connection;
    this.name = options.name ?? defaultFleetName;
    this.keys = new FleetKeys(this.name);
  }

  /** Whether this process is the one that reads what all would read alike. */
  get isReader(): boolean {
    return !this.leaving.signal.aborted && this.member?.heartbeat.isReader === true;
  }

  /** Resolves when the pauses of the fleet are known, for which it waits as long as it takes, or until `stopping`. */
  async join(runtime: AccompaniedRuntime, stopping: AbortSignal): Promise<void> {
    const { intervalInMs = defaultIntervalInMs, version } = this.options;
    const { keys, id } = this;
    const identity = identify(id, runtime.clock.date(), version);
    const heartbeat = new Heartbeat({ runtime, keys, identity, intervalInMs });
    const member = (this.member = { runtime, heartbeat, pauses: new AppliedPauses(runtime) });
    const onFailure = (error: unknown): void => this.failed(member, error);
    let isJoined = false;
    // No function is there yet to say why nothing starts.
    runtime.client.onError((error) => {
      if (!isJoined) this.failed(member, error);
    });
    const begin = async (): Promise<void> => {
      await runtime.client.whenReady(stopping);
      await this.beat(member);
    };
    await retryUntil(begin, { clock: runtime.clock, until: stopping, onFailure });
    isJoined = true;
    if (stopping.aborted) return;
    this.recovered(member);
    this.ended = this.run(member, intervalInMs);
  }

  /** Tells what was handled since the last heartbeat, and is forgotten, if Redis answers soon. */
  async leave(): Promise<void> {
    const { member, keys, id } = this;
    this.leaving.abort();
    if (!member) return;
    const { client } = member.runtime;
    await withPatience(patienceInMs, new AbortController().signal, async (patience) => {
      await untilSettled(this.ended, patience);
      if (patience.aborted || !client.isReady) return;
      const left = member.heartbeat
        .beat()
        .then(() => runScript(client, fleetLeave, [keys.processes, keys.process(id), keys.reader], [id]));
      await untilSettled(left, patience);
    });
  }

  /** Functions are made after the first heartbeat: the second one shows them soon. */
  private async run(member: Joined, intervalInMs: number): Promise<void> {
    const { clock } = member.runtime;
    let beatsAt = clock.now();
    while (!this.leaving.signal.aborted) {
      await clock.sleep(lookEveryInMs, this.leaving.signal);
      if (this.leaving.signal.aborted) return;
      try {
        if (clock.now() >= beatsAt) {
          beatsAt = clock.now() + intervalInMs;
          await this.beat(member);
        } else await this.look(member);
        this.recovered(member);
      } catch (error) {
        this.failed(member, error);
      }
    }
  }

  private async beat({ heartbeat, pauses }: Joined): Promise<void> {
    const fields = await heartbeat.beat();
    pauses.apply(readPauses(fields, heartbeat.serverTime), heartbeat.serverTime);
  }

  private async look({ runtime, heartbeat, pauses }: Joined): Promise<void> {
    const fields = await runtime.client.send(['HGETALL', this.keys.pauses]);
    pauses.apply(readPauses(fields, heartbeat.serverTime), heartbeat.serverTime);
  }

  /** Says it once, until it has gone well again. */
  private failed({ runtime }: Joined, thrown: unknown): void {
    const { connection, logger, describeError } = runtime;
    const { stack, ...error } = describeError(thrown);
    this.obstacle = `the fleet's Redis on "${connection}" cannot be told of this process: ${error.message}`;
    if (this.isFailing) return;
    this.isFailing = true;
    const text =
      'the fleet cannot be told of this process, nor does it hear of pauses; it is tried again, and a start waits for it';
    logger.warn({ connection, error }, text);
  }

  private recovered({ runtime: { connection, logger } }: Joined): void {
    this.obstacle = undefined;
    if (!this.isFailing) return;
    this.isFailing = false;
    logger.info({ connection }, 'the fleet is told of this process again');
  }
}

/** What there is from the join on. */
interface Joined {
  readonly runtime: AccompaniedRuntime;
  readonly heartbeat: Heartbeat;
  readonly pauses: AppliedPauses;
}
