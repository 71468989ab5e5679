import type { Counter, Histogram, Meter, ObservableGauge } from '@opentelemetry/api';
import { GaugeSources } from './gauge-sources.js';
import type { MetricSink } from './metric-sink.js';
import { durationBuckets, gauges, metrics } from './metric-table.js';

const sinks = new WeakMap<Meter, MetricSink>();

/** The metrics of a meter of OpenTelemetry: all runtimes of a process share them. */
export function meterSink(meter: Meter): MetricSink {
  const known = sinks.get(meter);
  if (known) return known;
  const made = makeSink(meter);
  sinks.set(meter, made);
  return made;
}

function makeSink(meter: Meter): MetricSink {
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const observed = new Map<string, ObservableGauge>();
  for (const { name, type, unit, description } of Object.values(metrics)) {
    if (type === 'counter') counters.set(name, meter.createCounter(name, { unit, description }));
    if (type === 'gauge') observed.set(name, meter.createObservableGauge(name, { unit, description }));
    if (type === 'histogram') {
      const advice = { explicitBucketBoundaries: [...durationBuckets] };
      histograms.set(name, meter.createHistogram(name, { unit, description, advice }));
    }
  }
  const sources = new GaugeSources();
  meter.addBatchObservableCallback(
    async (result) => {
      for (const { metric, value, attributes } of await sources.read()) {
        const gauge = observed.get(metric.name);
        if (gauge) result.observe(gauge, value, attributes);
      }
    },
    gauges.flatMap(({ name }) => observed.get(name) ?? []),
  );
  return {
    add: ({ name }, value, attributes) => counters.get(name)?.add(value, attributes),
    record: ({ name }, seconds, attributes) => histograms.get(name)?.record(seconds, attributes),
    observe: (source) => sources.add(source),
  };
}
