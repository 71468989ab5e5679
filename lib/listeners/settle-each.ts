import { actOn, type Outcome, type OutcomeActions } from '../messages/outcome.js';

/** Settles the messages of a work at the same time, each as its outcome asks. */
export async function settleEach<Message>(
  work: readonly Message[],
  outcomes: readonly Outcome[],
  actions: OutcomeActions<Message, unknown>,
): Promise<void> {
  const settle = (message: Message, index: number): unknown => {
    const outcome = outcomes[index];
    return outcome && actOn(actions, message, outcome);
  };
  await Promise.all(work.map(settle));
}
