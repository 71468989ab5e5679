import { cancelled, type Outcome } from '../../messages/outcome.js';
import type { Permit } from '../../messages/permit.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { InvocationExecutor } from '../invocation-executor.js';
import { IsolatedPermit, type Suspect } from './isolated-permit.js';
import type { IsolationGate } from './isolation-gate.js';

/** Has each suspect executed alone among those that its gate says. */
export class IsolatingExecutor implements InvocationExecutor {
  /** How many wait for their turn, or have it and begin in a moment: what comes now must not overtake them. */
  private notBegun = 0;

  constructor(private readonly options: IsolatingExecutorOptions) {}

  execute(
    messages: readonly RawMessage[],
    permit?: Permit,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { gate, suspects, executor } = this.options;
    const suspect = suspects.suspectAmong(messages);
    if (suspect) return this.executeInTurn(messages, permit, suspect);
    if (gate.isForSuspectsOnly) return executor.execute(messages, permit);
    const isFree = gate.isOpen && this.notBegun === 0;
    return isFree ? this.executeAtOnce(messages, permit) : this.executeInTurn(messages, permit);
  }

  private executeAtOnce(
    messages: readonly RawMessage[],
    permit: Permit | undefined,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { gate, executor, mayYield } = this.options;
    gate.enterOpen();
    const isolated = mayYield ? new IsolatedPermit(gate, permit, undefined, true) : undefined;
    const outcomes = executor.execute(messages, isolated ?? permit);
    if (outcomes instanceof Promise) {
      return outcomes.then((all) => {
        this.leave(isolated);
        return all;
      });
    }
    this.leave(isolated);
    return outcomes;
  }

  private leave(isolated: IsolatedPermit | undefined): void {
    if (isolated) void isolated.leave();
    else this.options.gate.leave(false);
  }

  private async executeInTurn(
    messages: readonly RawMessage[],
    permit: Permit | undefined,
    suspect?: Suspect,
  ): Promise<readonly Outcome[]> {
    const { gate, executor, stopping, keepsTurn } = this.options;
    const isolated = new IsolatedPermit(gate, permit, suspect);
    this.notBegun += 1;
    const mayBegin = await isolated.enter(stopping);
    this.notBegun -= 1;
    if (!mayBegin) return messages.map(() => cancelled);
    const outcomes = await executor.execute(messages, keepsTurn ? permit : isolated);
    await isolated.leave();
    return outcomes;
  }
}

export interface IsolatingExecutorOptions {
  readonly executor: InvocationExecutor;
  readonly gate: IsolationGate;
  readonly suspects: SuspectSource;
  /** Whether an execution without a suspect may yield its permit: not where the function has no retries. */
  readonly mayYield?: boolean;
  /** Whether a suspect stays inside the gate while it waits for its retry, because the order depends on it. */
  readonly keepsTurn: boolean;
  /** Aborted when a stop begins: what waits for its turn does not begin any more. */
  readonly stopping: AbortSignal;
}

/** Knows which messages are suspects. */
export interface SuspectSource {
  /** The suspect among the messages of one execution. */
  suspectAmong(messages: readonly RawMessage[]): Suspect | undefined;
}
