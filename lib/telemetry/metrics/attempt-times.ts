import type { DescribeError } from '../../errors/describe-error.js';
import type { Instrument } from '../../invocation/instruments.js';
import type { InvocationContext } from '../../messages/invocation-context.js';
import type { Failed } from '../../messages/outcome.js';
import { sourceOf, type RawMessage } from '../../messages/raw-message.js';
import { isPromiseLike } from '../../time/is-promise-like.js';
import { elapsed } from '../../time/real-timers.js';
import { attemptEnd } from '../attempt-end.js';
import type { ErrorTypes } from './error-types.js';
import type { FunctionAttributes } from './function-attributes.js';
import type { MetricSink } from './metric-sink.js';
import { metrics } from './metric-table.js';

export interface AttemptTimesOptions {
  readonly sink: Pick<MetricSink, 'record'>;
  /** Those of each function, by its id. */
  readonly byId: ReadonlyMap<string, FunctionAttributes>;
  readonly errorTypes: ErrorTypes;
  readonly describeError: DescribeError;
}

/** Times each attempt, as a span of it would. Of a message that failed before there was one no time is left to measure. */
export class AttemptTimes implements Instrument {
  constructor(private readonly options: AttemptTimesOptions) {}

  aroundAttempt(context: InvocationContext, run: () => unknown): unknown {
    const startedAt = elapsed();
    let result: unknown;
    try {
      result = run();
      if (isPromiseLike(result)) return this.recordLater(context, startedAt, result);
    } catch (thrown) {
      this.recordFailed(context, startedAt, thrown);
      throw thrown;
    }
    this.record(context.functionId, context.messages[0], elapsed() - startedAt);
    return result;
  }

  unreadable({ functionId, messages }: InvocationContext, error: unknown): void {
    this.record(functionId, messages[0], 0, { thrown: error });
  }

  turnedAway(functionId: string, message: RawMessage, { error }: Failed): void {
    this.record(functionId, message, 0, { thrown: error });
  }

  skipped(): void {
    // It is not processed.
  }

  private async recordLater(
    context: InvocationContext,
    startedAt: number,
    result: PromiseLike<unknown>,
  ): Promise<unknown> {
    let value: unknown;
    try {
      value = await result;
    } catch (thrown) {
      this.recordFailed(context, startedAt, thrown);
      throw thrown;
    }
    this.record(context.functionId, context.messages[0], elapsed() - startedAt);
    return value;
  }

  private recordFailed(context: InvocationContext, startedAt: number, thrown: unknown): void {
    const durationInMs = elapsed() - startedAt;
    this.record(context.functionId, context.messages[0], durationInMs, attemptEnd(thrown, context).error);
  }

  private record(
    functionId: string,
    message: RawMessage | undefined,
    durationInMs: number,
    error?: { readonly thrown: unknown },
  ): void {
    const { sink, byId, errorTypes, describeError } = this.options;
    const of = byId.get(functionId);
    if (!of || !message) return;
    try {
      const type = error && errorTypes.of(describeError(error.thrown));
      sink.record(metrics.duration, durationInMs / 1000, of.operation(sourceOf(message), type).duration);
    } catch {
      // A reader or a view may be of anybody: what it throws must not count as an error of the handler.
    }
  }
}
