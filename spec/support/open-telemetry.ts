import { context, diag, metrics, propagation, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type NodeTracerConfig,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { Recorder } from './recorder.js';

/** Spans that OpenTelemetry's SDK has made, kept in memory. */
export interface Tracing {
  readonly provider: NodeTracerProvider;
  /** The spans that have ended. */
  readonly spans: Recorder<ReadableSpan>;
  end(): Promise<void>;
}

/** Starts the real SDK for spans, as a program does, with its context manager and its propagator. */
export function startTracing(config: NodeTracerConfig = {}): Tracing {
  const spans = new Recorder<ReadableSpan>();
  const exporter = new InMemorySpanExporter();
  const processor = new SimpleSpanProcessor(exporter);
  const provider = new NodeTracerProvider({
    spanProcessors: [
      {
        onStart: (...start) => processor.onStart(...start),
        onEnd(span) {
          processor.onEnd(span);
          spans.add(span);
        },
        forceFlush: () => processor.forceFlush(),
        shutdown: () => processor.shutdown(),
      },
    ],
    ...config,
  });
  provider.register();
  return {
    provider,
    spans,
    async end() {
      for (const api of [trace, context, propagation, metrics, diag]) api.disable();
      await provider.shutdown();
    },
  };
}

/** Metrics that OpenTelemetry's SDK has collected. */
export interface Metering {
  readonly provider: MeterProvider;
  /** Collects all metrics, as an export does. */
  collect(): Promise<ResourceMetrics>;
  end(): Promise<void>;
}

/** Starts the real SDK for metrics. */
export function startMetering(): Metering {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // Never by itself: only what a spec asks for is collected.
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const provider = new MeterProvider({ readers: [reader] });
  return {
    provider,
    async collect() {
      exporter.reset();
      await reader.forceFlush();
      const [collected] = exporter.getMetrics();
      if (!collected) throw new Error('nothing was collected');
      return collected;
    },
    end: () => provider.shutdown(),
  };
}

/** The values of one metric, each with its attributes; those of a histogram are its counts. */
export function valuesOf(
  collected: ResourceMetrics,
  name: string,
): { readonly value: number; readonly attributes: object }[] {
  const found = collected.scopeMetrics
    .flatMap(({ metrics: all }) => all)
    .find(({ descriptor }) => descriptor.name === name);
  return (found?.dataPoints ?? []).map(({ value, attributes }) => ({
    value: typeof value === 'number' ? value : value.count,
    attributes,
  }));
}
