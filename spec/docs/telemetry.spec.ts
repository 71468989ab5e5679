import { metrics as api } from '@opentelemetry/api';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  addOrder,
  observe,
  observeAsOneOfMany,
  pushOrder,
  serveMetrics,
  trace,
  writeDashboard,
} from '../../examples/snippets/telemetry.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { addOnPortOf } from '../../lib/runtime/add-on-port.js';
import { gauges, metrics } from '../../lib/telemetry/metrics/metric-table.js';
import { prometheusName } from '../../lib/telemetry/metrics/prometheus-name.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { startMetering, startTracing, valuesOf, type Tracing } from '../support/open-telemetry.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { codeIn, readText, sectionOf, tableRows } from './pages.js';

const page = readText('docs/telemetry.md');

describe('docs/telemetry.md', () => {
  it('has the table of metrics', () => {
    const listed = tableRows(sectionOf(page, 'Metrics')).slice(0, Object.keys(metrics).length);
    const rows = Object.values(metrics).map((metric) => {
      const { name, type, unit, attributes } = metric;
      const code = (text: string): string => (text === '' ? '' : `\`${text}\``);
      return [code(name), type, code(unit), attributes.map(code).join(', '), code(prometheusName(metric))];
    });
    expect(listed).to.deep.equal(rows);
  });

  it('names no other metric', () => {
    const names = Object.values(metrics).map(({ name }) => name);
    const spoken = codeIn(page).filter((code) => /^messaging\.(process|client)\./.test(code));
    for (const name of spoken) expect(names).to.include(name);
  });
});

describe('the snippets of docs/telemetry.md', () => {
  let tracing: Tracing;
  let fake: FakeRedis;

  beforeEach(() => {
    tracing = startTracing();
    fake = new FakeRedis();
  });
  afterEach(async () => {
    await tracing.end();
    await fake.close();
  });

  const runtimeOf = (trigger: MethodDecorator) =>
    createRuntime({
      handlers: [classWith(trigger)],
      connections: { redis: fake.connectionOptions() },
      logger: false,
    });
  const inSpan = (act: () => Promise<unknown>): Promise<string> =>
    tracing.provider.getTracer('producer').startActiveSpan('produce', async (span) => {
      await act();
      span.end();
      return span.spanContext().spanId;
    });

  it('make spans that link to the producer of an entry', async () => {
    await using runtime = await runtimeOf(
      RedisStreamTrigger({ connection: 'redis', key: 'orders', startFrom: '0' }),
    );
    await observe(runtime);
    await runtime.start();
    const producer = await inSpan(() => addOrder(fake.createClient(), 1));
    const [, span] = await tracing.spans.until(2);
    expect(span?.links.map(({ context }) => context.spanId)).to.deep.equal([producer]);
  });

  it('make spans below that of the producer of an element, found in JSON or in its first line', async () => {
    await using runtime = await runtimeOf(RedisListTrigger({ connection: 'redis', key: 'orders' }));
    await trace(runtime);
    await runtime.start();
    const producer = await inSpan(() => pushOrder(fake.createClient(), 1));
    const [, span] = await tracing.spans.until(2);
    expect(span?.parentSpanContext?.spanId).to.equal(producer);
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await fake.createClient().rpush('orders', `traceparent: ${traceparent}\nthe rest`);
    const [, , other] = await tracing.spans.until(3);
    expect(other?.parentSpanContext?.spanId).to.equal('b'.repeat(16));
  });

  it('serve metrics', async () => {
    await using runtime = await runtimeOf(RedisListTrigger({ connection: 'redis', key: 'orders' }));
    const server = await serveMetrics(runtime);
    await runtime.start();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(response.headers.get('content-type')).to.include('text/plain');
    const text = await response.text();
    for (const metric of gauges.filter(({ name }) => /in_flight|backlog|state/.test(name)))
      expect(text).to.include(`${prometheusName(metric)}{`);
    server.close();
  });

  it('write a dashboard and alert rules', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dashboard-'));
    await writeDashboard(folder);
    const dashboard = JSON.parse(await readFile(join(folder, 'dashboard.json'), 'utf8')) as object;
    expect(dashboard).to.have.property('title', 'redis-triggers');
    expect(parse(await readFile(join(folder, 'alerts.yaml'), 'utf8'))).to.have.property('groups');
    await rm(folder, { recursive: true });
  });

  it('ask who reads backlogs', async () => {
    let asked = 0;
    const metering = startMetering();
    api.setGlobalMeterProvider(metering.provider);
    await using runtime = await runtimeOf(RedisListTrigger({ connection: 'redis', key: 'orders' }));
    await observeAsOneOfMany(runtime, () => ++asked > 1);
    await runtime.start();
    const { name } = metrics.backlog;
    expect(valuesOf(await metering.collect(), name)).to.deep.equal([]);
    expect(valuesOf(await metering.collect(), name)).to.have.length(1);
    await metering.end();
  });
});

(redisServerVersion ? describe : describe.skip)('The permissions that docs/telemetry.md lists', () => {
  const triggers: Readonly<Record<string, MethodDecorator>> = {
    'a list': RedisListTrigger({ connection: 'redis', key: 'orders' }),
    'list, `atLeastOnce`': RedisListTrigger({ connection: 'redis', key: 'orders', delivery: 'atLeastOnce' }),
    'a stream': RedisStreamTrigger({ connection: 'redis', key: 'orders', startFrom: '0' }),
    'a channel': RedisPubSubTrigger({ connection: 'redis', channel: 'orders' }),
  };
  const rows = tableRows(sectionOf(page, 'What waits in Redis')).filter(([, rule]) => rule?.includes('~'));
  let server: RedisServer;

  before(async () => {
    server = await RedisServer.start();
  });
  after(() => server.stop());

  it('are those of every kind of function', () => {
    expect(rows.map(([kind]) => kind)).to.have.members(Object.keys(triggers));
  });

  for (const [kind = '', rule = ''] of rows) {
    it(`are enough to read what waits for ${kind}`, async () => {
      const client = new Redis(server.port);
      try {
        await client.flushall();
        const trigger = triggers[kind];
        if (!trigger) throw new Error(`no trigger for ${kind}`);
        if (kind === 'a stream') await client.xadd('orders', '*', 'n', '1');
        if (kind.includes('list')) await client.rpush('orders', '1');
        // The listener itself is refused, and keeps trying: what is read does not depend on it.
        const rules = `+ping +info ${rule.replaceAll(/[`\\]/g, '')}`.split(' ');
        await client.call('ACL', 'SETUSER', 'telemetry', 'reset', 'on', '>pw', ...rules);
        await using runtime = await createRuntime({
          handlers: [classWith(trigger)],
          connections: { redis: `redis://telemetry:pw@127.0.0.1:${server.port}` },
          logger: false,
        });
        const [descriptor] = runtime.functions;
        if (!descriptor) throw new Error('no function');
        const [state] = await addOnPortOf(runtime).keyStates(descriptor, 10_000);
        const expected = kind === 'a channel' ? undefined : 1;
        expect(state).to.include({ key: 'orders', deadLetters: 0 });
        expect(state?.remaining).to.equal(expected);
      } finally {
        client.disconnect();
      }
    });
  }
});
