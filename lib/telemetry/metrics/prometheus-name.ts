import type { Metric } from './metric-table.js';

/** The words that Prometheus appends for a unit; what is only counted has none. */
const unitSuffixes: Readonly<Record<string, string>> = { s: '_seconds' };

/**
 * The name of a metric in Prometheus, as OpenTelemetry's specification translates it: the collector does so, and Prometheus itself
 * where it takes OTLP. Without `unitSuffix` it is as the Prometheus exporter of OpenTelemetry's JavaScript SDK has it,
 * which leaves units out.
 */
export function prometheusName(
  { name, type, unit }: Pick<Metric, 'name' | 'type' | 'unit'>,
  unitSuffix = true,
): string {
  const suffix = unitSuffix ? (unitSuffixes[unit] ?? '') : '';
  return `${prometheusLabel(name)}${suffix}${type === 'counter' ? '_total' : ''}`;
}

/** The name of an attribute as a label. */
export function prometheusLabel(name: string): string {
  return name.replaceAll('.', '_');
}
