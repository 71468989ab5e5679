import { attributes } from '../names.js';
import { metrics, outcomes } from '../metrics/metric-table.js';
import { prometheusLabel, prometheusName } from '../metrics/prometheus-name.js';

/** Options of what is generated for Grafana and Prometheus. */
export interface DashboardOptions {
  /**
   * Whether names of metrics have their unit, as OpenTelemetry's collector, Prometheus' OTLP endpoint and `prometheus` have
   * them. False: as the Prometheus exporter of OpenTelemetry's JavaScript SDK has them. Default true.
   */
  readonly unitSuffixes?: boolean;
}

/** Queries in PromQL; their names of metrics and labels come from the one table of metrics. */
export interface Queries {
  readonly handledRate: string;
  readonly failedRate: string;
  readonly failedShare: string;
  readonly retriedRate: string;
  readonly quantile: (share: number) => string;
  readonly backlog: string;
  readonly backlogOfFunction: string;
  /** The smallest value in the range. */
  readonly leastBacklog: string;
  readonly backlogGrowth: string;
  readonly pending: string;
  readonly oldestAge: string;
  readonly deadLetters: string;
  readonly newDeadLetters: string;
  readonly lost: string;
  readonly gaps: string;
  readonly inFlight: string;
  readonly waiting: string;
  readonly processesIn: (state: string) => string;
  readonly states: string;
  readonly sinceLastSuccess: string;
}

const functionLabel = prometheusLabel(attributes.functionId);
const keyLabel = prometheusLabel(attributes.key);
const outcomeLabel = prometheusLabel(attributes.outcome);
const stateLabel = prometheusLabel(attributes.state);
const handledWell = ['succeeded', 'dropped', 'postponed'];
const notEnded = ['retried', 'duplicate'];

/** The queries about functions that match `selector`, over a range such as `5m`. */
export function queriesFor({ unitSuffixes = true }: DashboardOptions, range: string, selector = ''): Queries {
  const series = (metric: keyof typeof metrics, suffix = '', more = ''): string => {
    const matchers = [selector, more].filter((each) => each !== '').join(',');
    const name = `${prometheusName(metrics[metric], unitSuffixes)}${suffix}`;
    return matchers === '' ? name : `${name}{${matchers}}`;
  };
  const rate = (vector: string): string => `rate(${vector}[${range}])`;
  const sumBy = (labels: readonly string[], vector: string): string =>
    `sum by (${labels.join(', ')}) (${vector})`;
  // Every process that reads Redis reads the same: the values are no parts of a sum.
  const maxBy = (labels: readonly string[], vector: string): string =>
    `max by (${labels.join(', ')}) (${vector})`;
  const failed = outcomes.filter((each) => ![...handledWell, ...notEnded].includes(each));
  const oneOf = (values: readonly string[]): string => `${outcomeLabel}=~"${values.join('|')}"`;
  const rateOf = (values: readonly string[], labels: readonly string[]): string =>
    sumBy(labels, rate(series('outcomes', '', oneOf(values))));
  return {
    handledRate: rateOf([...handledWell, ...failed], [functionLabel]),
    failedRate: rateOf(failed, [functionLabel, outcomeLabel]),
    failedShare: `${rateOf(failed, [functionLabel])} / ${rateOf([...handledWell, ...failed], [functionLabel])}`,
    retriedRate: rateOf(['retried'], [functionLabel]),
    quantile: (share) =>
      `histogram_quantile(${share}, ${sumBy(['le', functionLabel], rate(series('duration', '_bucket')))})`,
    backlog: maxBy([functionLabel, keyLabel], series('backlog')),
    backlogOfFunction: maxBy([functionLabel], series('backlog')),
    leastBacklog: maxBy([functionLabel, keyLabel], `min_over_time(${series('backlog')}[${range}])`),
    backlogGrowth: maxBy([functionLabel, keyLabel], `delta(${series('backlog')}[${range}])`),
    pending: maxBy([functionLabel, keyLabel], series('pending')),
    oldestAge: maxBy([functionLabel, keyLabel], series('oldestAge')),
    deadLetters: maxBy([functionLabel, keyLabel], series('deadLetters')),
    newDeadLetters: sumBy([functionLabel], `increase(${series('deadLettered')}[${range}])`),
    lost: sumBy([functionLabel], `increase(${series('lost')}[${range}])`),
    gaps: sumBy([functionLabel], `increase(${series('gaps')}[${range}])`),
    inFlight: sumBy([functionLabel], series('inFlight')),
    waiting: sumBy([functionLabel], series('waiting')),
    processesIn: (state) => sumBy([functionLabel], series('listenerState', '', `${stateLabel}="${state}"`)),
    states: sumBy([functionLabel, stateLabel], series('listenerState')),
    sinceLastSuccess: `time() - ${maxBy([functionLabel], series('lastSuccess'))}`,
  };
}

/** The labels that legends and texts of alerts name. */
export const labels = { functionLabel, keyLabel, outcomeLabel, stateLabel } as const;

/** The query for the ids of all functions, as a variable of Grafana has it. */
export function functionIdsQuery({ unitSuffixes = true }: DashboardOptions): string {
  return `label_values(${prometheusName(metrics.outcomes, unitSuffixes)}, ${functionLabel})`;
}
