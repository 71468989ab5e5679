import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import { callsOf, type Sender } from '../../sending/sender.js';
import type { OpenTelemetry } from '../load-peer.js';
import { meterSink } from '../metrics/meter-sink.js';
import type { MetricSink } from '../metrics/metric-sink.js';
import { schemaUrl, scopeName } from '../names.js';
import { countSends } from './count-sends.js';
import { SendSpans } from './send-spans.js';

/** Makes spans of what a sender sends, until the returned function is called. */
export function traceSends(
  sender: Sender,
  api: OpenTelemetry,
  provider: TracerProvider,
  { jsonMember }: { readonly jsonMember?: string | undefined },
): () => void {
  const { instruments, describeError } = callsOf(sender);
  const tracer = provider.getTracer(scopeName, undefined, { schemaUrl });
  return instruments.add(new SendSpans({ api, tracer, describeError, jsonMember }));
}

/** Counts what a sender sends with a meter of this provider, until the returned function is called. */
export function meterSends(sender: Sender, provider: MeterProvider): () => void {
  return recordSends(sender, meterSink(provider.getMeter(scopeName, undefined, { schemaUrl })));
}

/** Counts what a sender sends in this sink, until the returned function is called. */
export function recordSends(sender: Sender, sink: MetricSink): () => void {
  return callsOf(sender).instruments.add(countSends(sink));
}
