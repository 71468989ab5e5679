import { checkDashboardOptions } from '../check-telemetry-options.js';
import { panelsOf } from './panels.js';
import { functionIdsQuery, labels, queriesFor, type DashboardOptions } from './queries.js';

/** A dashboard of Grafana, as its import takes it: `JSON.stringify` makes a file of it. */
export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly GrafanaPanel[];
  readonly [member: string]: unknown;
}

/** A panel of a dashboard. */
export interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly legendFormat: string;
  }[];
  readonly [member: string]: unknown;
}

/**
 * Returns a dashboard for Grafana 10 and later, with the rate, failures, durations, backlogs, dead letters and states of
 * every function, chosen by a variable. Its queries are PromQL.
 *
 * @throws RedisTriggersError TELEMETRY_OPTION_INVALID for problems of the options
 */
export function grafanaDashboard(options: DashboardOptions = {}): GrafanaDashboard {
  checkDashboardOptions(options, 'grafanaDashboard');
  const selector = `${labels.functionLabel}=~"$function"`;
  return {
    uid: 'redis-triggers',
    title: 'redis-triggers',
    tags: ['redis', 'redis-triggers'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: [datasourceVariable, functionVariable(options)] },
    panels: panelsOf(queriesFor(options, '$__rate_interval', selector)).map((panel, index) => ({
      id: index + 1,
      datasource,
      // Two in a row.
      gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
      type: 'timeseries',
      title: panel.title,
      description: panel.description,
      fieldConfig: { defaults: { unit: panel.unit, min: 0 }, overrides: [] },
      options: {
        legend: { displayMode: 'list', placement: 'bottom' },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
      targets: panel.queries.map(({ expr, legend }, query) => ({
        refId: String.fromCharCode('A'.charCodeAt(0) + query),
        datasource,
        expr,
        legendFormat: legend,
      })),
    })),
  };
}

const datasource = { type: 'prometheus', uid: '${datasource}' } as const;

const datasourceVariable = {
  name: 'datasource',
  label: 'Data source',
  type: 'datasource',
  query: 'prometheus',
} as const;

function functionVariable(options: DashboardOptions): object {
  const query = functionIdsQuery(options);
  return {
    name: 'function',
    label: 'Function',
    type: 'query',
    datasource,
    definition: query,
    query: { query, refId: 'functions' },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
  };
}
