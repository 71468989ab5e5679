export { instrument, type InstrumentOptions, type MeterOptions, type TracingOptions } from './instrument.js';
export { prometheus, type PrometheusOptions } from './prometheus.js';
export type { Telemetry } from './hook-up.js';
export type { BacklogOptions } from './metrics/record-metrics.js';
export { traceContext, traceFields, type TraceContext } from './tracing/trace-context.js';
export type { ProducerRelation } from './tracing/attempt-spans.js';
export type { CarrierOptions, ExtractCarrier, TraceCarrier } from './tracing/message-carrier.js';
