import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { parser } from '@prometheus-io/lezer-promql';
import { expect } from 'chai';
import { Registry } from 'prom-client';
import { parse } from 'yaml';
import { createRuntime } from '../../lib/create-runtime.js';
import { alertRules } from '../../lib/telemetry/dashboard/alert-rules.js';
import { grafanaDashboard } from '../../lib/telemetry/dashboard/grafana-dashboard.js';
import type { DashboardOptions } from '../../lib/telemetry/dashboard/queries.js';
import { instrument } from '../../lib/telemetry/instrument.js';
import { prometheus } from '../../lib/telemetry/prometheus.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { startMetering } from '../support/open-telemetry.js';
import { Recorder } from '../support/recorder.js';
import { rejectionOf } from '../support/rejection-of.js';

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

const rulesOf = async (options?: DashboardOptions) =>
  (parse(await alertRules(options)) as RuleFile).groups.flatMap(({ rules }) => rules);
const queriesOf = async (options?: DashboardOptions): Promise<string[]> => [
  ...grafanaDashboard(options).panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...(await rulesOf(options)).map(({ expr }) => expr),
];

/** What a query names, as the parser of Prometheus reads it. Throws where it is no PromQL. */
function namesIn(query: string): { readonly metrics: string[]; readonly labels: string[] } {
  const text = query.replaceAll('$__rate_interval', '5m');
  const metrics: string[] = [];
  const labels: string[] = [];
  parser.parse(text).iterate({
    enter({ type, name, from, to }) {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${text}`);
      const named = text.slice(from, to);
      if (name === 'Identifier') metrics.push(named);
      if (name === 'LabelName') labels.push(named);
    },
  });
  return { metrics, labels };
}

/** What a query joins, each about series of its own. */
function operandsOf(query: string): string[] {
  return query.split(/ (?:and|unless on \([^)]*\)) /);
}

/** The series that a Prometheus text has, each with its labels. */
function seriesOf(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const series = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^(\w+)\{(.*)\} \S+$/.exec(line) ?? [];
    if (name === undefined) continue;
    const known = series.get(name) ?? new Set<string>();
    series.set(name, known);
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
  }
  return series;
}

describe('The dashboard and the alert rules', () => {
  let byPromClient: string;
  let byOpenTelemetry: string;

  before(async () => {
    await using fake = new FakeRedis();
    const metering = startMetering();
    const register = new Registry();
    const trigger = RedisStreamTrigger({ connection: 'redis', key: 'orders', startFrom: '0' });
    await using runtime = await createRuntime({
      handlers: [
        classWith(trigger, () => {
          handled.add('order');
          // What is not settled is pending, and old.
          return handled.items.length > 1 ? new Promise(() => undefined) : undefined;
        }),
      ],
      connections: { redis: fake.connectionOptions() },
      logger: false,
      shutdownTimeoutInMs: 1,
    });
    const handled = new Recorder<string>();
    const succeeded = new Promise((resolve) => runtime.once('invocationSucceeded', resolve));
    await instrument(runtime, { tracing: false, metrics: { meterProvider: metering.provider } });
    await prometheus(runtime, { register });
    await runtime.start();
    const redis = fake.createClient();
    await redis.xadd('orders', '*', 'n', '1');
    await succeeded;
    await redis.xadd('orders', '*', 'n', '2');
    await handled.until(2);
    byPromClient = await register.metrics();
    byOpenTelemetry = new PrometheusSerializer().serialize(await metering.collect());
    await metering.end();
  });

  const outputs: Readonly<Record<string, { options: DashboardOptions; text: () => string }>> = {
    'prom-client': { options: {}, text: () => byPromClient },
    "OpenTelemetry's JavaScript exporter": {
      options: { unitSuffixes: false },
      text: () => byOpenTelemetry,
    },
  };
  for (const [output, { options, text }] of Object.entries(outputs)) {
    it(`ask in PromQL for what ${output} has, by labels that it has`, async () => {
      const series = seriesOf(text());
      for (const query of await queriesOf(options)) {
        expect(namesIn(query).metrics, query).to.not.deep.equal([]);
        const named = operandsOf(query)
          .map(namesIn)
          .flatMap(({ metrics, labels }) => metrics.map((name) => ({ name, labels })));
        for (const { name, labels } of named)
          expect([...(series.get(name) ?? [])], `${query}: ${name}`).to.include.members(labels);
        for (const { name } of named) expect([...series.keys()], query).to.include(name);
      }
    });

    it(`have the functions that ${output} has, as a variable`, () => {
      const { templating } = grafanaDashboard(options) as unknown as {
        templating: { list: { name: string; definition?: string }[] };
      };
      const { definition = '' } = templating.list.find(({ name }) => name === 'function') ?? {};
      const [, name = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition) ?? [];
      expect([...(seriesOf(text()).get(name) ?? [])]).to.include(label);
    });
  }

  it('would be found to be wrong', () => {
    expect(() => namesIn('sum by (a (b)')).to.throw('no PromQL');
    expect(namesIn('sum by (a) (rate(b_total{c="d"}[$__rate_interval])) > 1')).to.deep.equal({
      metrics: ['b_total'],
      labels: ['a', 'c'],
    });
  });

  it('have panels that do not overlap, each with an id and queries of its own', () => {
    const { panels, uid } = grafanaDashboard();
    expect(uid).to.equal('redis-triggers');
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).to.equal(panels.length);
    const cells = panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
    expect(new Set(cells).size).to.equal(panels.length);
    for (const { gridPos, targets } of panels) {
      expect(gridPos.x + gridPos.w).to.be.at.most(24);
      expect(new Set(targets.map(({ refId }) => refId)).size).to.equal(targets.length);
    }
    expect(JSON.parse(JSON.stringify(grafanaDashboard()))).to.deep.equal(grafanaDashboard());
  });

  it('show only the chosen functions, and alert about all', async () => {
    for (const { targets } of grafanaDashboard().panels)
      for (const { expr } of targets) {
        const selectors = expr.match(/\{[^}]*\}/g) ?? [];
        expect(selectors.length, expr).to.equal(namesIn(expr).metrics.length);
        for (const selector of selectors) expect(selector).to.include('redis_triggers_function=~"$function"');
      }
    for (const { expr } of await rulesOf()) expect(expr).to.not.include('$');
  });

  it('name in the texts of alerts only labels that their queries keep', async () => {
    for (const { alert, expr, annotations } of await rulesOf()) {
      const spoken = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      expect(spoken, alert).to.not.deep.equal([]);
      const [shown = ''] = operandsOf(expr);
      const kept = [...shown.matchAll(/by \(([^)]*)\)/g)].map(([, names = '']) => names.split(', '));
      for (const label of spoken) for (const names of kept) expect(names, alert).to.include(label);
    }
  });

  it('do not tell of what a pause explains', async () => {
    const explained = (await rulesOf()).filter(({ expr }) => expr.includes('"paused"'));
    expect(explained.map(({ alert }) => alert)).to.deep.equal([
      'RedisTriggersFallsBehind',
      'RedisTriggersOldEntry',
      'RedisTriggersStandsStill',
    ]);
  });

  it('refuse options that there are not', async () => {
    const error = await rejectionOf(alertRules({ unitSuffix: true } as never));
    expect(error).to.include({ code: 'TELEMETRY_OPTION_INVALID', place: 'alertRules' });
    expect(error.message).to.include('Did you mean "unitSuffixes"?');
    expect(() => grafanaDashboard({ unitSuffixes: 'no' } as never)).to.throw('must be true or false');
  });
});
