import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { expect } from 'chai';
import { Registry } from 'prom-client';
import { createRuntime } from '../../lib/create-runtime.js';
import { instrument } from '../../lib/telemetry/instrument.js';
import { metrics } from '../../lib/telemetry/metrics/metric-table.js';
import { prometheusName } from '../../lib/telemetry/metrics/prometheus-name.js';
import { prometheus } from '../../lib/telemetry/prometheus.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { startMetering } from '../support/open-telemetry.js';
import { Recorder } from '../support/recorder.js';

/** The samples of a Prometheus text: each name with its labels, without those that an exporter adds on its own. */
function samplesOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('target_info'))
    .map((line) => {
      const [, name = '', labels = ''] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
      const all = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', value = '']) => [
        label,
        value,
      ]);
      const own = all.filter(([label]) => !label?.startsWith('otel_scope_'));
      return `${name} ${JSON.stringify(Object.fromEntries(own.sort()))}`;
    });
}

describe('The names of metrics in Prometheus', () => {
  it('are the same by OpenTelemetry and by prom-client, but for the units that its JavaScript exporter leaves out', async () => {
    await using fake = new FakeRedis();
    const metering = startMetering();
    const register = new Registry();
    const handlers = [
      classWith(
        RedisStreamTrigger({ connection: 'redis', key: 'orders', startFrom: '0', name: 'run' }),
        () => {
          throw new Error('bad');
        },
      ),
      classWith(RedisStreamTrigger({ connection: 'redis', key: 'orders', startFrom: '0', name: 'other' })),
    ];
    await using runtime = await createRuntime({
      handlers,
      connections: { redis: fake.connectionOptions() },
      logger: false,
    });
    await instrument(runtime, { tracing: false, metrics: { meterProvider: metering.provider } });
    await prometheus(runtime, { register });
    const ended = new Recorder<string>();
    runtime.on('invocationSucceeded', ({ functionId }) => ended.add(functionId));
    runtime.on('invocationFailed', ({ functionId }) => ended.add(functionId));
    await runtime.start();
    await runtime.sender.push(defineList('sent', { connection: 'redis' }), 'a');
    await fake.createClient().xadd('orders', '*', 'n', '1');
    await ended.until(2);
    const byOpenTelemetry = samplesOf(new PrometheusSerializer().serialize(await metering.collect()));
    const byPromClient = samplesOf(await register.metrics());
    let expected = byOpenTelemetry;
    for (const metric of Object.values(metrics)) {
      const [standard, withoutUnit] = [prometheusName(metric), prometheusName(metric, false)];
      expected = expected.map((sample) =>
        sample.replace(new RegExp(`^${withoutUnit}(_bucket|_sum|_count)? `), `${standard}$1 `),
      );
    }
    expect(byPromClient).to.have.members(expected);
    const seen = new Set(byPromClient.map((sample) => sample.replace(/(_bucket|_sum|_count)? .*/, '')));
    expect([...seen]).to.have.members(Object.values(metrics).map((metric) => prometheusName(metric)));
    await metering.end();
  });

  it('have the unit, and then _total', () => {
    expect(prometheusName({ name: 'a.b_c.time', type: 'gauge', unit: 's' })).to.equal('a_b_c_time_seconds');
    expect(prometheusName({ name: 'a.b', type: 'counter', unit: 's' })).to.equal('a_b_seconds_total');
    expect(prometheusName({ name: 'a.b', type: 'counter', unit: '{message}' })).to.equal('a_b_total');
    expect(prometheusName({ name: 'a.b', type: 'counter', unit: 's' }, false)).to.equal('a_b_total');
  });
});
