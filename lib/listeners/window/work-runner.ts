import type { Failed, Outcome } from '../../messages/outcome.js';
import type { Permit } from '../../messages/permit.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { ListenerOptions } from '../listener.js';
import type { WorkActions } from './work-actions.js';
import type { LaneAssignment } from './lane-assignment.js';
import type { Settlement } from './settlement.js';

/** Has works executed, and settles them as their outcomes ask. */
export class WorkRunner<Message extends RawMessage> implements WorkActions<readonly Message[]> {
  constructor(
    private readonly options: Pick<ListenerOptions, 'executor' | 'observer'>,
    private readonly settlement: Settlement<Message>,
    private readonly lanes?: LaneAssignment<Message>,
    readonly beforeStart?: () => void,
  ) {}

  execute(work: readonly Message[], permit: Permit): readonly Outcome[] | Promise<readonly Outcome[]> {
    const failure = this.lanes?.failureOf(work);
    return failure ? this.turnAway(work, failure) : this.options.executor.execute(work, permit);
  }

  settle(work: readonly Message[], outcomes: readonly Outcome[]): Promise<void> | undefined {
    return this.settlement.settle(work, outcomes);
  }

  private turnAway(work: readonly Message[], failure: Failed): readonly Outcome[] {
    for (const message of work) this.options.observer.turnedAway(message, failure);
    return [failure];
  }
}
