import type { Outcome } from '../../messages/outcome.js';

/** What an outcome asks for, done by a listener. */
export interface Settlement<Message> {
  /** Settles a work; never throws or rejects. Undefined: it is done. */
  settle(work: readonly Message[], outcomes: readonly Outcome[]): Promise<void> | undefined;
  /** What is the same for a message each time that it is delivered. */
  idOf(message: Message): unknown;
  /** Asked when a work is settled: whether this process will deliver the message again. */
  comesAgain(message: Message): boolean;
}
