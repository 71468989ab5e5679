import type { RawMessage } from '../../messages/raw-message.js';

/** The trace that a message belongs to, as W3C Trace Context writes it: a stream entry may carry it in its fields. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export function traceContextOf([message]: readonly RawMessage[]): TraceContext {
  const field = (name: string): string =>
    (message?.kind === 'stream' ? message.value(name)?.toString() : undefined) ?? '';
  return { traceparent: field('traceparent'), tracestate: field('tracestate'), attributes: {} };
}
