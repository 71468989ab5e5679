import type { Span } from '@opentelemetry/api';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { Instrument } from '../../invocation/instruments.js';
import type { InvocationContext } from '../../messages/invocation-context.js';
import type { Failed } from '../../messages/outcome.js';
import { deliveryCountOf, type RawMessage } from '../../messages/raw-message.js';
import { isPromiseLike } from '../../time/is-promise-like.js';
import { attemptEnd } from '../attempt-end.js';
import { MessageSpans, type MessageSpansOptions, type SpanEnd } from './message-spans.js';

const succeeded: SpanEnd = { outcome: 'succeeded' };

/**
 * A span of each attempt, in whose context the handler runs, and of each message that failed before there was one. A message
 * that is skipped is not processed but settled, and has a span of that.
 */
export class AttemptSpans implements Instrument {
  private readonly spans: MessageSpans;
  /** Those whose handlers run on, and their functions. */
  private readonly open = new Map<Span, string>();

  constructor(private readonly options: MessageSpansOptions) {
    this.spans = new MessageSpans(options);
  }

  aroundAttempt(context: InvocationContext, run: () => unknown): unknown {
    const begun = this.spans.begin('process', context);
    if (!begun) return run();
    const { span, active } = begun;
    let result: unknown;
    try {
      result = this.options.api.context.with(active, () => {
        const returned = run();
        // Made a promise in here: what is only begun by `then`, such as a query, belongs to the span.
        return isPromiseLike(returned) ? Promise.resolve(returned) : returned;
      });
    } catch (thrown) {
      this.spans.end(span, attemptEnd(thrown, context));
      throw thrown;
    }
    if (result instanceof Promise) return this.endLater(span, context, result);
    this.spans.end(span, succeeded);
    return result;
  }

  unreadable(context: InvocationContext, error: unknown): void {
    const { functionId, messages, deliveryCount } = context;
    const begun = this.spans.begin('process', { functionId, messages, deliveryCount, attempt: 0 });
    if (begun) this.spans.end(begun.span, attemptEnd(error, context));
  }

  turnedAway(functionId: string, message: RawMessage, { reason, error }: Failed): void {
    const begun = this.spans.begin('process', { ...subjectOf(functionId, message), attempt: 0 });
    if (begun) this.spans.end(begun.span, { outcome: reason, error: { thrown: error } });
  }

  skipped(functionId: string, message: RawMessage): void {
    const begun = this.spans.begin('settle', subjectOf(functionId, message));
    if (begun) this.spans.end(begun.span, { outcome: 'duplicate' });
  }

  /** Whether handlers run whose spans have not ended. */
  get hasOpen(): boolean {
    return this.open.size > 0;
  }

  /** The runtime has stopped: handlers that still run are written off, and nobody exports what ends later. */
  endOpen(): void {
    const what = 'the handler had not ended when the stop had to';
    for (const [span, place] of this.open) {
      const thrown = new RedisTriggersError({ code: 'STOP_INCOMPLETE', place, what });
      this.spans.end(span, { outcome: 'stopped', error: { thrown } });
    }
    this.open.clear();
  }

  private async endLater(span: Span, context: InvocationContext, result: Promise<unknown>): Promise<unknown> {
    this.open.set(span, context.functionId);
    let end = succeeded;
    try {
      return await result;
    } catch (thrown) {
      end = attemptEnd(thrown, context);
      throw thrown;
    } finally {
      if (this.open.delete(span)) this.spans.end(span, end);
    }
  }
}

function subjectOf(functionId: string, message: RawMessage) {
  return { functionId, messages: [message], deliveryCount: deliveryCountOf(message) };
}
