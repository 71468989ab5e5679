import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { createRequire } from 'node:module';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { readText } from '../docs/pages.js';
import { RunningProgram } from '../support/running-program.js';

const folder = 'examples/processes/';
const numbers = Array.from({ length: 1_000 }, (_, index) => `${index}`);

describe('the examples of several processes', function () {
  this.timeout(180_000);
  let fake: FakeRedis;
  let client: Redis;
  let program: RunningProgram;

  beforeEach(() => {
    fake = new FakeRedis();
    client = fake.createClient();
  });
  afterEach(async () => {
    await program.end();
    await fake.close();
  });

  const start = async (name: string, workers = 3): Promise<void> => {
    const { port } = await fake.listen();
    const environment = { redisLocalhost: `127.0.0.1:${port}`, WORKERS: `${workers}` };
    program = new RunningProgram(`${folder}${name}`, [], environment);
  };
  const lines = (): string[][] =>
    program.stdout.split('\n').flatMap((line) => (line ? [line.split(' ')] : []));
  const pids = (): string[] => [...new Set(lines().map(([pid = '']) => pid))];
  const handled = (): string[] => lines().map(([, element = '']) => element);
  const listening = (): number => program.stderr.split('the function listens').length - 1;
  /** What was handled, and what is in the list again, is everything, each once. */
  const expectNothingLost = async (): Promise<void> => {
    const rest = await client.lrange('orders', 0, -1);
    expect([...handled(), ...rest].sort()).to.deep.equal([...numbers].sort());
    expect(await client.keys('*')).to.have.members(rest.length > 0 ? ['orders'] : []);
  };

  it('worker.ts finishes what runs at SIGTERM, and gives back the rest', async () => {
    await start('worker.js');
    await client.rpush('orders', ...numbers);
    await program.until(() => handled().length > 0);
    program.signal('SIGTERM');
    expect(await program.exit(), program.stderr).to.equal(0);
    await expectNothingLost();
  });

  it('cluster.ts shares a list among its workers, and stops them', async () => {
    await start('cluster.js');
    await program.until(() => listening() === 3);
    await client.rpush('orders', ...numbers);
    await program.until(() => pids().length === 3);
    program.signal('SIGTERM');
    expect(await program.exit(), program.stderr).to.equal(0);
    await expectNothingLost();
  });

  it('cluster.ts stops its workers once where they get the signal, too', async () => {
    await start('cluster.js');
    await program.until(() => listening() === 3);
    await client.rpush('orders', ...numbers);
    await program.until(() => pids().length === 3);
    for (const pid of pids()) process.kill(Number(pid), 'SIGINT');
    program.signal('SIGINT');
    expect(await program.exit(), program.stderr).to.equal(0);
    await expectNothingLost();
  });

  it('cluster.ts starts another worker where one was killed', async () => {
    await start('cluster.js');
    await program.until(() => listening() === 3);
    await client.rpush('orders', '1');
    await program.until(() => pids().length === 1);
    process.kill(Number(pids()[0]), 'SIGKILL');
    await program.until(() => listening() === 4);
    program.signal('SIGTERM');
    expect(await program.exit(), program.stderr).to.equal(0);
  });

  it('cluster.ts starts another worker where its only one was killed', async () => {
    await start('cluster.js', 1);
    await client.rpush('orders', '1');
    await program.until(() => pids().length === 1);
    process.kill(Number(pids()[0]), 'SIGKILL');
    await program.until(() => listening() === 2);
    program.signal('SIGTERM');
    expect(await program.exit(), program.stderr).to.equal(0);
  });
});

describe('the supervisors of the examples', () => {
  const [, shutdown = ''] =
    /shutdownTimeoutInMs: ([\d_]+)/.exec(readText(`${folder}orders-runtime.ts`)) ?? [];
  const shutdownInMs = Number(shutdown.replace('_', ''));

  it('systemd sends SIGTERM to node itself, and waits for longer than a stop takes', () => {
    const unit = readText(`${folder}orders@.service`);
    const valueOf = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];
    expect(valueOf('KillSignal')).to.equal('SIGTERM');
    expect(valueOf('ExecStart')).to.match(/^\/\S*\/node dist\/worker\.js$/);
    expect(valueOf('Restart')).to.equal('always');
    expect(Number(valueOf('TimeoutStopSec')) * 1_000).to.be.greaterThan(shutdownInMs);
  });

  it('pm2 runs four processes of their own, and waits for longer than a stop takes', () => {
    const file = new URL(`../../../${folder}ecosystem.config.cjs`, import.meta.url);
    const { apps } = createRequire(import.meta.url)(file.pathname) as {
      apps: readonly { script: string; instances: number; exec_mode: string; kill_timeout: number }[];
    };
    expect(apps).to.have.length(1);
    expect(apps[0]).to.include({ script: 'dist/worker.js', instances: 4, exec_mode: 'fork' });
    expect(apps[0]?.kill_timeout).to.be.greaterThan(shutdownInMs);
  });

  it('node:cluster waits for longer than a stop takes', () => {
    const [, kill = ''] = /'SIGKILL'\), ([\d_]+)\)/.exec(readText(`${folder}cluster.ts`)) ?? [];
    expect(Number(kill.replace('_', ''))).to.be.greaterThan(shutdownInMs);
  });
});
