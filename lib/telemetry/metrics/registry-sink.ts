import type { Registry } from 'prom-client';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { AttributeValues } from '../names.js';
import { GaugeSources } from './gauge-sources.js';
import type { MetricSink } from './metric-sink.js';
import { durationBuckets, metrics, type Metric } from './metric-table.js';
import { prometheusLabel, prometheusName } from './prometheus-name.js';

type PromClient = typeof import('prom-client');
type Labels = Record<string, string>;

interface RegisteredMetrics {
  readonly sink: MetricSink;
  /** By their names in the registry. */
  readonly all: ReadonlyMap<string, object>;
}

const registered = new WeakMap<object, RegisteredMetrics>();

/** The metrics in a registry of prom-client: all runtimes of a process share them. */
export function registrySink(client: PromClient, register: Registry): MetricSink {
  const known = registered.get(register);
  // A registry can be cleared; what was in it is then not shown any more.
  if (known && [...known.all].every(([name, metric]) => register.getSingleMetric(name) === metric))
    return known.sink;
  const taken = Object.values(metrics)
    .map((metric) => prometheusName(metric))
    .find(
      (name) => register.getSingleMetric(name) && register.getSingleMetric(name) !== known?.all.get(name),
    );
  if (taken !== undefined) throw nameTaken(taken);
  for (const name of known?.all.keys() ?? []) register.removeSingleMetric(name);
  const made = registerAll(client, register);
  registered.set(register, made);
  return made.sink;
}

function registerAll({ Counter, Gauge, Histogram }: PromClient, register: Registry): RegisteredMetrics {
  const sources = new GaugeSources();
  const all = new Map<string, object>();
  const counters = new Map<string, InstanceType<typeof Counter>>();
  const histograms = new Map<string, InstanceType<typeof Histogram>>();
  for (const metric of Object.values(metrics)) {
    const { name, type } = metric;
    const config = configOf(metric, register);
    if (type === 'counter') counters.set(name, new Counter(config));
    if (type === 'histogram')
      histograms.set(name, new Histogram({ ...config, buckets: [...durationBuckets] }));
    if (type === 'gauge') {
      const gauge = new Gauge({
        ...config,
        async collect() {
          const readings = await sources.read();
          // All at once: what there is no longer must not be shown, and nothing may be missing in between.
          gauge.reset();
          for (const reading of readings)
            if (reading.metric === metric) gauge.set(labelsOf(reading.attributes), reading.value);
        },
      });
    }
    all.set(config.name, register.getSingleMetric(config.name) ?? {});
  }
  const labels = new LabelMemory();
  const sink: MetricSink = {
    add: ({ name }, value, attributes) => counters.get(name)?.inc(labels.of(attributes), value),
    record: ({ name }, seconds, attributes) => histograms.get(name)?.observe(labels.of(attributes), seconds),
    observe: (source) => sources.add(source),
  };
  return { sink, all };
}

function configOf(metric: Metric, register: Registry) {
  return {
    name: prometheusName(metric),
    help: metric.description,
    labelNames: metric.attributes.map(prometheusLabel),
    registers: [register],
  };
}

/** Attributes as labels, made once where the same attributes come again and again. */
class LabelMemory {
  private readonly known = new WeakMap<AttributeValues, Labels>();

  of(attributes: AttributeValues): Labels {
    const known = this.known.get(attributes);
    if (known) return known;
    const made = labelsOf(attributes);
    this.known.set(attributes, made);
    return made;
  }
}

function labelsOf(attributes: AttributeValues): Labels {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [prometheusLabel(name), value]),
  );
}

function nameTaken(name: string): RedisTriggersError {
  const what = `the registry has a metric ${name} already, which is not of redis-triggers`;
  const remedy = 'Pass another registry, or rename that metric.';
  return new RedisTriggersError({ code: 'TELEMETRY_OPTION_INVALID', place: 'prometheus', what, remedy });
}
