import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { connectFleet } from '../../lib/fleet/connect-fleet.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { Project } from './support/project.js';
import { runCommand, runForJson, startCommand } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';
import { shop } from './support/shop.js';

let project: Project;

before(() => {
  const options = { handlers: ['shop.js'], fleet: { name: 'shop', intervalInMs: 1_000 } };
  project = new Project({
    'package.json': JSON.stringify({ type: 'module', 'redis-triggers': options }),
  });
  project.compile({ 'shop.ts': shop });
});
after(() => project[Symbol.dispose]());

describeOnServers('redis-triggers status of a fleet', (redis) => {
  const surroundings = (): { cwd: string; env: NodeJS.ProcessEnv } => ({
    cwd: project.folder,
    env: { shop: redis.url },
  });

  it('shows in how many of its processes a function listens, and why it does not', async () => {
    await redis.client.set('payments', 'text');
    const { child, result } = startCommand(['run'], surroundings());
    try {
      await using fleet = await connectFleet({ connection: redis.url, name: 'shop' });
      await eventually(async () => {
        const states = (await fleet.functions()).map((each) => Object.keys(each.states).join());
        return states.join(' ') === 'listening listening recovering';
      }, 'two functions listen and one cannot');
      const { stdout } = await runCommand(['status'], surroundings());
      expect(stdout).to.match(/^Shop\.onOrder +list +listening .* 1\/0$/m);
      expect(stdout).to.match(/^Shop\.onPayment +stream +recovering .* 0$/m);
      expect(stdout).to.match(/^ {2}! Shop\.onPayment {2}WRONGTYPE /m);
    } finally {
      child.kill('SIGTERM');
      await result;
    }
  });

  it('shows a pause with the time that is left, and that it needs no workers', async () => {
    await redis.client.rpush('orders', 'tea');
    await runCommand(['pause', 'Shop.onOrder', '--for', '2h'], surroundings());
    const { stdout } = await runCommand(['status'], surroundings());
    expect(stdout).to.match(
      /^Shop\.onOrder +list +paused \(1h5\dm left, until (?:\d{4}-\d\d-\d\d )?\d\d:\d\d\) +1 .* 0\/0$/m,
    );
    expect(stdout).to.match(/^Shop\.onPayment +stream +unattended .* 0\/0$/m);
    const { document } = await runForJson(['status'], surroundings());
    const [order] = document as [{ pause: { until: string } }];
    expect(order).to.deep.include({ state: 'paused', workers: 0, processes: 0, targetWorkers: 0 });
    expect(Date.parse(order.pause.until)).to.be.closeTo(Date.now() + 7_200_000, 300_000);
  });

  it('shows how many of its processes listen and how many are needed, and which have paused it themselves', async () => {
    const found = class Shop {
      onOrder(): void {}
    };
    const method = Object.getOwnPropertyDescriptor(found.prototype, 'onOrder') as PropertyDescriptor;
    RedisListTrigger({ connection: 'shop', key: 'orders' })(found.prototype, 'onOrder', method);
    const create = (): Promise<Runtime> =>
      createRuntime({
        handlers: [found],
        connections: { shop: redis.url },
        fleet: { name: 'shop', intervalInMs: 1_000 },
        logger: false,
      });
    await using one = await create();
    await using other = await create();
    await Promise.all([one.start(), other.start()]);
    await using fleet = await connectFleet({ connection: redis.url, name: 'shop' });
    const reach = (states: object): Promise<unknown> =>
      eventually(async () => {
        const order = (await fleet.functions()).find(({ functionId }) => functionId === 'Shop.onOrder');
        return JSON.stringify(order?.states) === JSON.stringify(states);
      }, JSON.stringify(states));
    await one.pause('Shop.onOrder', { forInMs: 7_200_000 });
    await reach({ paused: 1, listening: 1 });
    const { stdout } = await runCommand(['status'], surroundings());
    expect(stdout).to.match(/^Shop\.onOrder +list +listening .* 1\/0$/m);
    expect(stdout).to.match(
      /^ {2}! Shop\.onOrder {2}paused in 1 of 2 processes, by runtime\.pause: 1h5\dm left, until [\d -]*\d\d:\d\d$/m,
    );
    await other.pause('Shop.onOrder');
    await reach({ paused: 2 });
    const { document } = await runForJson(['status'], surroundings());
    const [order] = document as [{ pausedInProcesses: { until: string } }];
    expect(order).to.deep.include({ state: 'paused', workers: 0, processes: 2 });
    expect(order.pausedInProcesses).to.include({ count: 2 });
    expect(Date.parse(order.pausedInProcesses.until)).to.be.closeTo(Date.now() + 7_200_000, 300_000);
  });

  it('refuses a fleet beside a Redis alone', async () => {
    const { exitCode } = await runCommand(['status', '--redis', redis.url, '--fleet', 'shop']);
    expect(exitCode).to.equal(2);
  });
});

describe('redis-triggers status of a fleet whose keys may not be read', () => {
  it('shows what Redis knows', async function () {
    if (redisServerVersion === undefined) this.skip();
    const server = await RedisServer.start();
    const admin = new Redis(server.url);
    try {
      const keys = ['orders', '{orders}*', 'payments', '{payments}*', '{news}*'].map((key) => `~${key}`);
      await admin.call('ACL', 'SETUSER', 'ada', 'on', '>secret', ...keys, '&*', '+@all');
      const env = { shop: server.url.replace('//', '//ada:secret@') };
      const { exitCode, stdout, stderr } = await runCommand(['status'], { cwd: project.folder, env });
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
      expect(stdout).to.match(/^Shop\.onOrder +list +unattended .* 0\/0$/m);
    } finally {
      admin.disconnect();
      await server.stop();
    }
  });
});
