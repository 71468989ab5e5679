import type { Context, Link, Span, Tracer } from '@opentelemetry/api';
import type { DescribeError } from '../../errors/describe-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { OpenTelemetry } from '../load-peer.js';
import { errorType } from '../metrics/error-types.js';
import { attributes } from '../names.js';
import { carrierOf, type CarrierOptions } from './message-carrier.js';
import { SpanTemplates, type Operation } from './span-templates.js';

/** How the span of an attempt is related to that of the producer, whose context came with the message. */
export type ProducerRelation = 'link' | 'parent';

export interface MessageSpansOptions extends CarrierOptions {
  readonly api: OpenTelemetry;
  readonly tracer: Tracer;
  readonly functions: readonly FunctionDescriptor[];
  readonly describeError: DescribeError;
  readonly relation: ProducerRelation;
}

/** What a span is about. */
export interface SpanSubject {
  readonly functionId: string;
  readonly messages: readonly RawMessage[];
  readonly deliveryCount: number;
  /** 0 where the handler never ran; undefined where it was not to run. */
  readonly attempt?: number;
}

/** How it ended. */
export interface SpanEnd {
  readonly outcome: string;
  /** Undefined where nothing is wrong. */
  readonly error?: { readonly thrown: unknown };
}

/** A span that has begun, and the context in which it is active. */
export interface BegunSpan {
  readonly span: Span;
  readonly active: Context;
}

/** Makes the spans of messages. What goes wrong in that never reaches the message. */
export class MessageSpans {
  private readonly templates: SpanTemplates;

  constructor(private readonly options: MessageSpansOptions) {
    this.templates = new SpanTemplates(options.functions);
  }

  /** Begins a span; undefined where none can be made. */
  begin(operation: Operation, subject: SpanSubject): BegunSpan | undefined {
    return this.guard(() => this.start(operation, subject));
  }

  end(span: Span, end: SpanEnd): void {
    this.guard(() => {
      if (span.isRecording()) this.recordEnd(span, end);
      span.end();
    });
  }

  private start(operation: Operation, subject: SpanSubject): BegunSpan | undefined {
    const { api, tracer, relation } = this.options;
    const { functionId, messages, deliveryCount, attempt } = subject;
    const [first] = messages;
    const template = first && this.templates.of(operation, functionId, first);
    if (!template) return undefined;
    const isOne = messages.length === 1;
    // Not what is active here: whoever started the runtime is not whom the message comes from.
    const producers = messages.map((message) => this.producerOf(message));
    const [only] = producers;
    const parent = isOne && relation === 'parent' && only ? only : api.ROOT_CONTEXT;
    const links = parent === api.ROOT_CONTEXT ? this.linksTo(producers, messages, isOne) : [];
    const span = tracer.startSpan(
      template.name,
      {
        kind: operation === 'process' ? api.SpanKind.CONSUMER : api.SpanKind.CLIENT,
        links,
        attributes: {
          ...template.attributes,
          ...(attempt !== undefined && { [attributes.attempt]: attempt }),
          [attributes.deliveryCount]: deliveryCount,
          ...(isOne ? idOf(first) : { [attributes.batchSize]: messages.length }),
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

  private recordEnd(span: Span, { outcome, error }: SpanEnd): void {
    const { api, describeError } = this.options;
    span.setAttribute(attributes.outcome, outcome);
    if (!error) return;
    const described = describeError(error.thrown);
    span.setAttribute(attributes.errorType, errorType(described));
    span.recordException(described);
    span.setStatus({ code: api.SpanStatusCode.ERROR, message: described.message });
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
