import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, InMemorySpanExporter, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { Registry } from 'prom-client';
import type { Runtime } from 'redis-triggers';
import { instrument, prometheus } from 'redis-triggers/telemetry';
import type { TelemetryChoice } from '../side/contestant.js';

/** Observes a runtime as a program would, with the real SDK; what would be sent somewhere is dropped. */
export async function observeWith(choice: TelemetryChoice, runtime: Runtime): Promise<void> {
  if (choice === 'prometheus') {
    await prometheus(runtime, { register: new Registry() });
    return;
  }
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meterProvider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  const hasSpans = choice === 'metrics and spans';
  if (hasSpans) {
    const processor = new BatchSpanProcessor(new DroppingExporter());
    new NodeTracerProvider({ spanProcessors: [processor] }).register();
  }
  await instrument(runtime, { tracing: hasSpans, metrics: { meterProvider } });
}

/** Nothing stays in memory: a program sends its spans away. */
class DroppingExporter extends InMemorySpanExporter {
  override export(...batch: Parameters<InMemorySpanExporter['export']>): void {
    super.export(...batch);
    this.reset();
  }
}
