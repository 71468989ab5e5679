import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { connectFleet } from '../../lib/fleet/connect-fleet.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { passing } from '../conformance/fleet/open-fleet.js';
import { readText, sectionOf } from '../docs/pages.js';
import { optionalRules, rulesFor } from '../support/acl-rules.js';
import { clusterClient } from '../support/cluster-load.js';
import { classWith } from '../support/describe-classes.js';
import { ManualClock } from '../support/manual-clock.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { rejectionOf } from '../support/rejection-of.js';

const id = 'Handlers.run';

(redisServerVersion === undefined ? describe.skip : describe)('A fleet', function () {
  this.timeout(180_000);
  let clock: ManualClock;
  let handled: Recorder<unknown>;
  let runtime: Runtime;
  const handlers = () =>
    classWith(RedisListTrigger({ connection: 'redis', key: 'orders' }), (message: unknown) =>
      handled.add(message),
    );
  const stateOf = (): string | undefined => runtime.health().functions[id]?.state;

  beforeEach(() => {
    clock = new ManualClock(Date.now());
    handled = new Recorder();
  });
  afterEach(() => runtime.stop());

  it('needs the rights that docs/fleet.md lists, and no others', async () => {
    const server = await RedisServer.start();
    const admin = new Redis(server.port);
    const [, block = ''] =
      /```text\n(~[\s\S]*?)```/.exec(sectionOf(readText('docs/fleet.md'), 'What is in Redis')) ?? [];
    const own = block.trim().replaceAll('<name>', 'default').split(/\s+/);
    const rules = [...new Set([...rulesFor('a list'), ...own])];
    await admin.call('ACL', 'SETUSER', 'member', 'reset', 'on', '>pw', ...rules);
    const connection = `redis://member:pw@127.0.0.1:${server.port}`;
    runtime = await createRuntime({
      handlers: [handlers()],
      connections: { redis: connection },
      logger: false,
      clock,
      fleet: {},
    });
    await runtime.start();
    await using fleet = await connectFleet({ connection });
    await admin.rpush('orders', 'a');
    await handled.until(1);
    await fleet.pause(id);
    await passing(clock, () => stateOf() === 'paused', 'the pause');
    await fleet.resume(id);
    await passing(clock, async () => (await fleet.history(id, 1))[0]?.processed === 1, 'the counters');
    expect((await fleet.functions())[0]).to.include({ functionId: id, processes: 1 });
    expect((await fleet.histories(1)).size).to.equal(1);
    await runtime.stop();
    expect(await fleet.processes()).to.deep.equal([]);
    const called = await admin.info('commandstats');
    for (const [, command = ''] of block.matchAll(/\+(\S+)/g)) {
      expect(called, command).to.match(new RegExp(`cmdstat_${command}:calls=[1-9]`));
    }
    const log = (await admin.call('ACL', 'LOG')) as unknown[][];
    const denied = log.map((entry) => String(entry[entry.indexOf('object') + 1]));
    const optional = [...optionalRules.map((rule) => rule.slice(1)), 'client|setinfo'];
    expect(denied.filter((object) => !optional.some((rule) => rule.startsWith(object)))).to.deep.equal([]);
    admin.disconnect();
    await server.stop();
  });

  it('goes on while its Redis is away, says so once, and tells everything later', async () => {
    const [orders, watched] = [await RedisServer.start(), await RedisServer.start()];
    const client = new Redis(orders.port);
    const logger = new RecordingLogger();
    runtime = await createRuntime({
      handlers: [handlers()],
      connections: { redis: orders.url, fleet: watched.url },
      logger,
      clock,
      fleet: { connection: 'fleet' },
    });
    await runtime.start();
    await using fleet = await connectFleet({ connection: watched.url, timeoutInMs: 500 });
    await watched.kill();
    const said = (text: string): number => logger.lines.filter((line) => line.text.includes(text)).length;
    await passing(clock, () => said('the fleet cannot be told') === 1, 'the warning');
    expect(await rejectionOf(fleet.processes())).to.include({ code: 'REDIS_UNREACHABLE' });
    await client.rpush('orders', 'a', 'b');
    await handled.until(2);
    for (let second = 0; second < 20; second++) await clock.advance(1_000);
    expect(said('the fleet cannot be told')).to.equal(1);
    expect(stateOf()).to.equal('listening');
    await watched.start();
    const processed = async (): Promise<number | undefined> =>
      (await fleet.history(id, 1).catch(() => []))[0]?.processed;
    await passing(clock, async () => (await processed()) === 2, 'both to be counted');
    expect(said('the fleet is told of this process again')).to.equal(1);
    await runtime.stop();
    client.disconnect();
    await Promise.all([orders.stop(), watched.stop()]);
  });

  it('whose Redis is not there yet lets no function begin, and none that is paused', async () => {
    const [orders, watched] = [
      await RedisServer.start(),
      await RedisServer.start({ args: ['--appendonly', 'yes'] }),
    ];
    const client = new Redis(orders.port);
    const logger = new RecordingLogger();
    await using fleet = await connectFleet({ connection: watched.url });
    await fleet.pause(id);
    await watched.kill();
    runtime = await createRuntime({
      handlers: [handlers()],
      connections: { redis: orders.url, fleet: watched.url },
      logger,
      fleet: { connection: 'fleet' },
    });
    await client.rpush('orders', 'a');
    const started = runtime.start();
    const said = await logger.until(({ text }) => text.includes('a start waits for it'), 'why it waits');
    expect(said.fields).to.include({ connection: 'fleet' });
    await watched.start();
    await started;
    expect(stateOf()).to.equal('paused');
    expect(await client.llen('orders')).to.equal(1);
    await runtime.stop();
    client.disconnect();
    await Promise.all([orders.stop(), watched.stop()]);
  });

  it('whose Redis does not come is what a bounded start names for each function', async () => {
    const orders = await RedisServer.start();
    const logger = new RecordingLogger();
    runtime = await createRuntime({
      handlers: [handlers()],
      connections: { redis: orders.url, fleet: 'redis://:not-for-show@127.0.0.1:1' },
      logger,
      fleet: { connection: 'fleet' },
    });
    const ending = new AbortController();
    const started = rejectionOf(runtime.start({ signal: ending.signal }));
    await logger.until(({ text }) => text.includes('a start waits for it'), 'why it waits');
    ending.abort();
    const error = await started;
    expect(error).to.include({ code: 'START_INCOMPLETE', place: id });
    expect(error.message)
      .to.match(/: the fleet's Redis on "fleet" cannot be told of this process: .*ECONNREFUSED/)
      .and.not.include('not-for-show');
    await orders.stop();
  });

  it('works on a cluster', async () => {
    const cluster = await RedisCluster.start();
    const client = clusterClient(cluster);
    const connections = { redis: { cluster: cluster.endpoints } };
    runtime = await createRuntime({ handlers: [handlers()], connections, logger: false, clock, fleet: {} });
    await runtime.start();
    await using fleet = await connectFleet({ connection: 'redis', connections });
    await client.rpush('orders', 'a');
    await handled.until(1);
    await passing(clock, async () => (await fleet.histories(1)).size === 1, 'the counters');
    await fleet.pause(id, { forInMs: 3_600_000 });
    await passing(clock, () => stateOf() === 'paused', 'the pause');
    expect((await fleet.functions())[0])
      .to.include({ processes: 1 })
      .and.have.property('pause');
    expect(await fleet.resume(id)).to.equal(true);
    await passing(clock, () => stateOf() === 'listening', 'the end of the pause');
    await runtime.stop();
    client.disconnect();
    await cluster.stop();
  });
});
