import type { Span, Tracer } from '@opentelemetry/api';
import type { DescribeError } from '../../errors/describe-error.js';
import type { SendInstrument, Sending, SentAlong } from '../../sending/send-instrument.js';
import type { OpenTelemetry } from '../load-peer.js';
import { errorType } from '../metrics/error-types.js';
import { attributes } from '../names.js';
import { destinationName, sendingAttributes } from './sending-attributes.js';

export interface SendSpansOptions {
  readonly api: OpenTelemetry;
  readonly tracer: Tracer;
  readonly describeError: DescribeError;
  /** The member of JSON objects that gets the context, in elements of lists and published messages; undefined: none. */
  readonly jsonMember?: string | undefined;
}

/** A span of each call of a sender, whose context travels with its messages. */
export class SendSpans implements SendInstrument {
  constructor(private readonly options: SendSpansOptions) {}

  async aroundSend<Sent>(sending: Sending, run: (along?: SentAlong) => Promise<Sent>): Promise<Sent> {
    const { api, jsonMember } = this.options;
    const span = this.guard(() => this.begin(sending));
    if (!span) return run();
    const active = api.trace.setSpan(api.context.active(), span);
    const texts: Record<string, string> = {};
    this.guard(() => api.propagation.inject(active, texts));
    try {
      const sent = await api.context.with(active, () => run({ texts, jsonMember }));
      this.guard(() => span.end());
      return sent;
    } catch (thrown) {
      this.guard(() => this.fail(span, thrown));
      throw thrown;
    }
  }

  private begin(sending: Sending): Span {
    const { api, tracer } = this.options;
    return tracer.startSpan(`send ${destinationName(sending.descriptor, sending.source)}`, {
      kind: api.SpanKind.PRODUCER,
      attributes: {
        ...sendingAttributes(sending),
        [attributes.operationType]: 'send',
        ...(sending.count > 1 && { [attributes.batchSize]: sending.count }),
      },
    });
  }

  private fail(span: Span, thrown: unknown): void {
    const { api, describeError } = this.options;
    const error = describeError(thrown);
    span.setAttribute(attributes.errorType, errorType(error));
    span.recordException(error);
    span.setStatus({ code: api.SpanStatusCode.ERROR, message: error.message });
    span.end();
  }

  /** A sampler or a processor may be of anybody. */
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
