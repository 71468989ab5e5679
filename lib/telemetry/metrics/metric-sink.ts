import type { AttributeValues } from '../names.js';
import type { Gauge, Metric } from './metric-table.js';

/** Where metrics go: a meter of OpenTelemetry, or a registry of Prometheus. */
export interface MetricSink {
  /** Adds to a counter. */
  add(metric: Metric, value: number, attributes: AttributeValues): void;
  /** Records a duration, in seconds. */
  record(metric: Metric, seconds: number, attributes: AttributeValues): void;
  /** Reads gauges of this source whenever somebody asks for them, until the returned function is called. */
  observe(source: GaugeSource): () => void;
}

/** The value of a gauge. */
export interface Reading {
  readonly metric: Gauge;
  readonly value: number;
  readonly attributes: AttributeValues;
}

/** Reads gauges. Never rejects: what cannot be read is left out. */
export type GaugeSource = () => Promise<readonly Reading[]>;
