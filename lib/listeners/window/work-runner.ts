import type { Failed, Outcome } from '../../messages/outcome.js';
import type { Permit } from '../../messages/permit.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { ListenerOptions } from '../listener.js';
import type { LaneAssignment } from './lane-assignment.js';
import type { Settlement } from './settlement.js';

/** Has works executed, and settles them as their outcomes ask. */
export class WorkRunner<Message extends RawMessage> {
  constructor(
    private readonly options: Pick<ListenerOptions, 'executor' | 'observer'>,
    private readonly settlement: Settlement<Message>,
    private readonly lanes?: LaneAssignment<Message>,
  ) {}

  /** Undefined where the work is done already. */
  run(work: readonly Message[], permit: Permit): Promise<void> | undefined {
    const failure = this.lanes?.failureOf(work);
    if (failure) return this.turnAway(work, failure);
    const outcomes = this.options.executor.execute(work, permit);
    return outcomes instanceof Promise
      ? this.settleLater(work, outcomes)
      : this.settlement.settle(work, outcomes);
  }

  private async settleLater(work: readonly Message[], outcomes: Promise<readonly Outcome[]>): Promise<void> {
    await this.settlement.settle(work, await outcomes);
  }

  private turnAway(work: readonly Message[], failure: Failed): Promise<void> | undefined {
    for (const message of work) this.options.observer.turnedAway(message, failure);
    return this.settlement.settle(work, [failure]);
  }
}
