import type { ConnectionTarget } from '../../connections/connection-target.js';
import { whenAborted } from '../../time/when-aborted.js';
import type { RuntimeHealth } from '../health/health.js';
import type { SharedServices } from '../functions/assemble-function.js';
import type { Sender } from '../../sending/sender.js';
import type { AccompaniedRuntime, RuntimeCompanion } from './runtime-companion.js';
import type { RuntimeSender } from './runtime-sender.js';

/** A companion, and where its connection leads. */
export interface CompanionOnTarget {
  readonly companion: RuntimeCompanion;
  readonly target: ConnectionTarget;
}

/** What goes along with a runtime: its sender, and a companion if it has one. */
export interface Company {
  readonly sending: RuntimeSender;
  readonly companion: CompanionOnTarget | undefined;
}

/** Lets its company go along with a runtime. */
export class Accompaniment {
  private readonly onTarget: CompanionOnTarget | undefined;

  constructor(
    private readonly company: Company,
    private readonly shared: SharedServices,
    private readonly runtime: Pick<AccompaniedRuntime, 'functions' | 'health'>,
  ) {
    this.onTarget = company.companion;
    company.sending.attach(shared.connections);
  }

  /** Where the connection of the companion leads; undefined where there is none. */
  get companionTarget(): ConnectionTarget | undefined {
    return this.onTarget?.target;
  }

  get sender(): Sender {
    return this.company.sending.sender;
  }

  /** How far the start has come: no function is made before the companion has joined. */
  progress(): Pick<AccompaniedRuntime, 'functions'> & {
    readonly health: RuntimeHealth['functions'];
    readonly obstacle: string | undefined;
  } {
    const { functions } = this.runtime;
    return {
      functions,
      health: this.runtime.health().functions,
      obstacle: this.onTarget?.companion.obstacle,
    };
  }

  /** Resolves when the companion has joined; at once where there is none. */
  async join(): Promise<void> {
    if (!this.onTarget) return;
    const { companion, target } = this.onTarget;
    const { connections, pauses, schedule, endings } = this.shared;
    const { runtime } = this;
    const accompanied: AccompaniedRuntime = {
      ...this.shared,
      functions: runtime.functions,
      client: connections.command(target),
      connection: target.name,
      health: () => runtime.health(),
      onEnded: (observer) => void endings.push(observer),
      pause: (functionId, forInMs) => void pauses.of(functionId).pause('fleet', forInMs),
      // What keeps the function from listening is told as ever.
      resume: (functionId) =>
        void pauses
          .of(functionId)
          .resume('fleet')
          .catch(() => undefined),
    };
    await companion.join(accompanied, schedule.stopping);
  }

  /** Resolves when everything is sent and the companion has left, or when there is no time for it. */
  async leave(): Promise<void> {
    const { deadline } = this.shared.schedule;
    await this.company.sending.end(deadline);
    if (!this.onTarget) return;
    await Promise.race([this.onTarget.companion.leave(), whenAborted(deadline)]);
  }
}
