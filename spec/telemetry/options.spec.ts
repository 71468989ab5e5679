import { expect } from 'chai';
import { Gauge, Registry } from 'prom-client';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { instrument } from '../../lib/telemetry/instrument.js';
import { prometheus } from '../../lib/telemetry/prometheus.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { rejectionOf } from '../support/rejection-of.js';

describe('The options of telemetry', () => {
  let runtime: Runtime;

  beforeEach(async () => {
    runtime = await createRuntime({
      handlers: [classWith(RedisListTrigger({ connection: 'redis', key: 'orders' }))],
      connections: { redis: '127.0.0.1:1' },
      logger: false,
    });
  });
  afterEach(() => runtime.stop());

  const problemsOf = async (refused: Promise<unknown>): Promise<string[]> => {
    const error = await rejectionOf(refused);
    for (const { code } of error.problems) expect(code).to.equal('TELEMETRY_OPTION_INVALID');
    return error.problems.map(({ what }) => what);
  };

  it('of instrument are checked, all at once, with the place of each', async () => {
    const options = {
      tracin: true,
      tracing: { relation: 'child', jsonMember: '', extract: 'trace', tracerProvider: {} },
      metrics: { meterProvider: {}, readsBacklog: 1 },
    };
    expect(await problemsOf(instrument(runtime, options as never))).to.deep.equal([
      'the option "tracin" is unknown',
      'the option "tracing.tracerProvider" must be a TracerProvider',
      `the option "tracing.relation" must be 'link' or 'parent'`,
      'the option "tracing.extract" must be a function',
      'the option "tracing.jsonMember" must be a non-empty string',
      'the option "metrics.meterProvider" must be a MeterProvider',
      'the option "metrics.readsBacklog" must be true, false or a function',
    ]);
    expect(await problemsOf(instrument(runtime, { tracing: 1, metrics: 'on' } as never))).to.deep.equal([
      'the option "tracing" must be true, false or an object',
      'the option "metrics" must be true, false or an object',
    ]);
    expect(await problemsOf(instrument(runtime, null as never))).to.deep.equal([
      'the options must be an object',
    ]);
  });

  it('of prometheus are checked as well', async () => {
    expect(
      await problemsOf(prometheus(runtime, { register: {}, readsBacklog: 'yes' } as never)),
    ).to.deep.equal([
      'the option "register" must be a registry of prom-client',
      'the option "readsBacklog" must be true, false or a function',
    ]);
  });

  it('do not let metrics of the same name be mixed', async () => {
    const register = new Registry();
    new Gauge({ name: 'redis_triggers_in_flight', help: 'of another', registers: [register] });
    const [problem] = await problemsOf(prometheus(runtime, { register }));
    expect(problem).to.include('redis_triggers_in_flight').and.include('not of redis-triggers');
    register.clear();
    await prometheus(runtime, { register });
  });

  it('take a registry that was cleared, as if it were new', async () => {
    const register = new Registry();
    (await prometheus(runtime, { register })).stop();
    register.clear();
    await prometheus(runtime, { register });
    expect(await register.metrics()).to.include('redis_triggers_lost_total{redis_triggers_function="');
    register.removeSingleMetric('redis_triggers_lost_total');
    const other = await createRuntime({
      handlers: [classWith(RedisListTrigger({ connection: 'redis', key: 'orders' }))],
      connections: { redis: '127.0.0.1:1' },
      logger: false,
    });
    await prometheus(other, { register });
    expect(await register.metrics()).to.include('redis_triggers_lost_total{redis_triggers_function="');
    await other.stop();
  });
});
