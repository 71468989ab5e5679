import type { Context, Link, Span, Tracer } from '@opentelemetry/api';
import type { DescribeError } from '../../errors/describe-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { Instrument } from '../../invocation/instruments.js';
import type { InvocationContext } from '../../messages/invocation-context.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { isPromiseLike } from '../../time/is-promise-like.js';
import type { OpenTelemetry } from '../load-peer.js';
import { errorType } from '../metrics/error-types.js';
import { attributes } from '../names.js';
import { attemptEnd } from './attempt-end.js';
import { carrierOf, type CarrierOptions } from './message-carrier.js';
import { SpanTemplates } from './span-templates.js';

/** How the span of an attempt is related to that of the producer, whose context came with the message. */
export type ProducerRelation = 'link' | 'parent';

export interface AttemptSpansOptions extends CarrierOptions {
  readonly api: OpenTelemetry;
  readonly tracer: Tracer;
  readonly functions: readonly FunctionDescriptor[];
  readonly describeError: DescribeError;
  readonly relation: ProducerRelation;
}

/** A span of each attempt, in whose context the handler runs. What goes wrong in making it never reaches the message. */
export class AttemptSpans implements Instrument {
  private readonly templates: SpanTemplates;

  constructor(private readonly options: AttemptSpansOptions) {
    this.templates = new SpanTemplates(options.functions);
  }

  aroundAttempt(context: InvocationContext, run: () => unknown): unknown {
    const begun = this.guard(() => this.begin(context, context.attempt));
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
      this.end(span, context, { thrown });
      throw thrown;
    }
    if (result instanceof Promise) return this.endLater(span, context, result);
    this.end(span, context);
    return result;
  }

  unreadable(context: InvocationContext, error: unknown): void {
    const begun = this.guard(() => this.begin(context, 0));
    if (begun) this.end(begun.span, context, { thrown: error });
  }

  private async endLater(span: Span, context: InvocationContext, result: Promise<unknown>): Promise<unknown> {
    try {
      const value = await result;
      this.end(span, context);
      return value;
    } catch (thrown) {
      this.end(span, context, { thrown });
      throw thrown;
    }
  }

  private begin(
    context: InvocationContext,
    attempt: number,
  ): { readonly span: Span; readonly active: Context } | undefined {
    const { api, tracer, relation } = this.options;
    const [first] = context.messages;
    const template = first && this.templates.of(context.functionId, first);
    if (!template) return undefined;
    const isOne = context.messages.length === 1;
    // Not what is active here: whoever started the runtime is not whom the message comes from.
    const producers = context.messages.map((message) => this.producerOf(message));
    const [only] = producers;
    const parent = isOne && relation === 'parent' && only ? only : api.ROOT_CONTEXT;
    const links = parent === api.ROOT_CONTEXT ? this.linksTo(producers, context.messages, isOne) : [];
    const span = tracer.startSpan(
      template.name,
      {
        kind: api.SpanKind.CONSUMER,
        links,
        attributes: {
          ...template.attributes,
          [attributes.attempt]: attempt,
          [attributes.deliveryCount]: context.deliveryCount,
          ...(isOne ? idOf(first) : { [attributes.batchSize]: context.messages.length }),
        },
      },
      parent,
    );
    return { span, active: api.trace.setSpan(parent, span) };
  }

  private producerOf(message: RawMessage): Context | undefined {
    const { api } = this.options;
    const carrier = this.guard(() => carrierOf(message, this.options));
    if (!carrier) return undefined;
    const context = this.guard(() => api.propagation.extract(api.ROOT_CONTEXT, carrier));
    return context && api.trace.getSpanContext(context) ? context : undefined;
  }

  private linksTo(
    producers: readonly (Context | undefined)[],
    messages: readonly RawMessage[],
    isOne: boolean,
  ): Link[] {
    return producers.flatMap((producer, index) => {
      const context = producer && this.options.api.trace.getSpanContext(producer);
      const message = messages[index];
      if (!context || !message) return [];
      return [isOne ? { context } : { context, attributes: idOf(message) }];
    });
  }

  private end(span: Span, context: InvocationContext, end?: { readonly thrown: unknown }): void {
    this.guard(() => {
      if (span.isRecording()) this.recordEnd(span, context, end);
      span.end();
    });
  }

  private recordEnd(span: Span, context: InvocationContext, end?: { readonly thrown: unknown }): void {
    const { api, describeError } = this.options;
    const { outcome, isError } = end
      ? attemptEnd(end.thrown, context)
      : { outcome: 'succeeded', isError: false };
    span.setAttribute(attributes.outcome, outcome);
    if (!end || !isError) return;
    const error = describeError(end.thrown);
    span.setAttribute(attributes.errorType, errorType(error));
    span.recordException(error);
    span.setStatus({ code: api.SpanStatusCode.ERROR, message: error.message });
  }

  /** A sampler, a processor or `extract` may be of anybody. */
  private guard<Result>(act: () => Result): Result | undefined {
    try {
      return act();
    } catch (thrown) {
      const { api, describeError } = this.options;
      api.diag.error(`redis-triggers: a span could not be made: ${describeError(thrown).message}`);
      return undefined;
    }
  }
}

function idOf(message: RawMessage): Record<string, string> {
  return message.kind === 'stream' ? { [attributes.messageId]: message.id } : {};
}
