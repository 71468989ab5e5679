import type { InvocationContext } from '../messages/invocation-context.js';
import type { Failed } from '../messages/outcome.js';
import type { RawMessage } from '../messages/raw-message.js';
import type { Layer, Run } from './layer.js';

/** What an add-on may put around every attempt of a runtime that runs, such as the span of a trace. */
export interface Instrument {
  /**
   * Runs one attempt: calls `run` exactly once, and returns or throws what that does, at once where it does so at once. The
   * time limit and all middleware are within it. It must not throw by itself: that would count as an error of the handler.
   */
  aroundAttempt(context: InvocationContext, run: () => unknown): unknown;
  /** Hears of a message whose payload cannot be read, so that no attempt of it is made. Must not throw. */
  unreadable(context: InvocationContext, error: unknown): void;
  /** Hears of a message that failed before there was an invocation of it. Must not throw. */
  turnedAway(functionId: string, message: RawMessage, failure: Failed): void;
  /** Hears of a message that is settled and was not handled, because its id was handled before. Must not throw. */
  skipped(functionId: string, message: RawMessage): void;
}

/** The instruments of a runtime. Without any, an attempt costs one call more, and no promise. */
export class Instruments {
  private all: readonly Instrument[] = [];
  private around: ((context: InvocationContext, run: Run) => unknown) | undefined;

  /** Adds one, the innermost; the function that is returned takes it away again. */
  add(instrument: Instrument): () => void {
    this.change([...this.all, instrument]);
    return () => this.change(this.all.filter((each) => each !== instrument));
  }

  /** What is around every attempt, within its retries. */
  readonly layer: Layer = (inner) => (context) =>
    this.around === undefined ? inner(context) : this.around(context, inner);

  /** Tells of a message whose payload cannot be read. */
  unreadable(context: InvocationContext, error: unknown): void {
    for (const each of this.all) each.unreadable(context, error);
  }

  /** Tells of a message that failed before there was an invocation of it. */
  turnedAway(functionId: string, message: RawMessage, failure: Failed): void {
    for (const each of this.all) each.turnedAway(functionId, message, failure);
  }

  /** Tells of a message that was not handled, because its id was handled before. */
  skipped(functionId: string, message: RawMessage): void {
    for (const each of this.all) each.skipped(functionId, message);
  }

  private change(all: readonly Instrument[]): void {
    this.all = all;
    this.around = all.length === 0 ? undefined : (context, run) => runWithin(all, context, run);
  }
}

function runWithin([outer, ...others]: readonly Instrument[], context: InvocationContext, run: Run): unknown {
  if (!outer) return run(context);
  return outer.aroundAttempt(context, () => runWithin(others, context, run));
}
