export {
  instrument,
  type InstrumentOptions,
  type InstrumentSenderOptions,
  type MeterOptions,
  type TracingOptions,
} from './instrument.js';
export { prometheus, type PrometheusOptions } from './prometheus.js';
export type { Telemetry } from './hook-up.js';
export type { BacklogOptions } from './metrics/record-metrics.js';
export { traceContext, traceFields, type TraceContext } from './tracing/trace-context.js';
export type { ProducerRelation } from './tracing/message-spans.js';
export type { CarrierOptions, ExtractCarrier, TraceCarrier } from './tracing/message-carrier.js';
export { grafanaDashboard, type GrafanaDashboard, type GrafanaPanel } from './dashboard/grafana-dashboard.js';
export { alertRules } from './dashboard/alert-rules.js';
export type { DashboardOptions } from './dashboard/queries.js';
