import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { ownPort } from '../support/own-port.js';
import { RunningProgram } from '../support/running-program.js';
import { Project } from './support/project.js';
import { runAtTerminal, runCommand, runForJson } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';

const handlers = `import { RedisListTrigger, RedisMessageModel, RedisStreamTrigger } from 'redis-triggers';

export class Work {
  @RedisListTrigger({ connection: 'shop', key: 'orders', delivery: 'atLeastOnce' })
  async onOrder({ message }: RedisMessageModel): Promise<void> {
    console.log('begun', message);
    if (message === 'long') await new Promise((resolve) => setTimeout(resolve, 1_000));
    if (message === 'endless') await new Promise(() => undefined);
    if (message === 'refused') throw new TypeError('no');
    console.log('ended', message);
  }

  @RedisStreamTrigger({ connection: 'shop', key: 'payments' })
  onPayment({ message }: RedisMessageModel): void {
    console.log('payment', message);
  }
}
`;

describeOnServers('redis-triggers run', (redis) => {
  let project: Project;
  const surroundings = (): { cwd: string; env: NodeJS.ProcessEnv } => ({
    cwd: project.folder,
    env: { shop: redis.url },
  });
  const running: RunningProgram[] = [];

  before(() => {
    project = new Project();
    project.compile({ 'work.ts': handlers });
  });
  after(() => project[Symbol.dispose]());
  afterEach(() => Promise.all(running.splice(0).map((program) => program.end())));

  function start(...args: string[]): RunningProgram {
    const environment = { shop: redis.url };
    const program = new RunningProgram(
      'package/cli/main.js',
      ['run', `${project.folder}/work.js`, ...args],
      environment,
    );
    running.push(program);
    return program;
  }

  it('handles what comes until a signal, and drains: what runs ends, what waits stays', async () => {
    const program = start();
    await redis.client.rpush('orders', 'long');
    await program.until(() => program.stdout.includes('begun long'));
    program.signal('SIGTERM');
    expect(await program.exit()).to.equal(0);
    expect(program.stdout).to.equal('begun long\nended long\n');
    expect(await redis.client.exists('orders', '{orders}:held')).to.be.below(2);
    expect(program.stderr).to.match(
      /"msg":"the function listens"[\s\S]*"msg":"stopping"[\s\S]*"msg":"stopped"/,
    );
  });

  it('ends at once at a second signal', async () => {
    const program = start();
    await redis.client.rpush('orders', 'endless');
    await program.until(() => program.stdout.includes('begun endless'));
    program.signal('SIGTERM');
    await program.until(() => program.stderr.includes('"stopping"'));
    program.signal('SIGTERM');
    expect(await program.exit()).to.equal(1);
  });

  it('does not outlive the command, even one that is killed', async () => {
    const program = start();
    await program.until(() => program.stderr.split('the function listens').length > 2);
    await program.end();
    await eventually(async () => !/redis-triggers:Work/.test(String(await redis.client.client('LIST'))));
  });

  it('ends when no message waits, with 1 where one failed', async () => {
    await redis.client.rpush('orders', 'one', 'two');
    await redis.client.xadd('payments', '*', 'amount', '7');
    const well = await runCommand(['run', 'work.js', '--until-idle'], surroundings());
    expect(well).to.have.property('exitCode', 0);
    expect(well.stdout.split('\n').sort()).to.deep.equal(
      ['', 'begun one', 'begun two', 'ended one', 'ended two', 'payment {"amount":"7"}'].sort(),
    );
    expect(well.stderr).to.match(/handled 3, failed 0, dead letters 0\n$/);
    await redis.client.rpush('orders', 'refused');
    const badly = await runForJson(['run', 'work.js', '--until-idle'], surroundings());
    expect(badly.exitCode).to.equal(1);
    expect(badly.document).to.deep.equal({
      succeeded: 0,
      failed: 1,
      deadLettered: 1,
      dropped: 0,
      postponed: 0,
      unfinished: 0,
    });
  });

  it('runs only the functions that are named, and names the nearest for a wrong one', async () => {
    await redis.client.rpush('orders', 'one');
    await redis.client.xadd('payments', '*', 'amount', '7');
    const args = ['run', 'work.js', '--until-idle', '--functions', 'Work.onPayment'];
    expect((await runCommand(args, surroundings())).stdout).to.equal('payment {"amount":"7"}\n');
    expect(await redis.client.llen('orders')).to.equal(1);
    const wrong = await runCommand([...args.slice(0, -1), 'Work.onPaymnt'], surroundings());
    expect(wrong).to.have.property('exitCode', 2);
    expect(wrong.stderr).to.include('Did you mean "Work.onPayment"?');
  });

  it('writes lines for people at a terminal, one a message where that is asked for, and JSON in a pipe', async () => {
    await redis.client.rpush('orders', 'one');
    const { screen } = await runAtTerminal(['run', 'work.js', '--until-idle', '--verbose'], surroundings());
    expect(screen).to.match(
      /^\d\d:\d\d:\d\d {3}Work\.on(?:Order|Payment) {2}the function listens {2}afterInMs=\d+$/m,
    );
    expect(screen).to.match(
      /^\d\d:\d\d:\d\d {3}Work\.onOrder {2}succeeded in \d+ms {2}source=orders {2}attempt=1 {2}deliveryCount=1$/m,
    );
    await redis.client.rpush('orders', 'one');
    const { stderr } = await runCommand(['run', 'work.js', '--until-idle', '--verbose'], surroundings());
    const lines = stderr.trimEnd().split('\n').slice(0, -1);
    const parsed = lines.map((line) => JSON.parse(line) as { msg: string; functionId?: string });
    expect(
      parsed.filter(({ msg }) => msg.startsWith('succeeded')).map(({ functionId }) => functionId),
    ).to.deep.equal(['Work.onOrder']);
  });

  it('serves why it is not ready, that it lives all the same, and its metrics', async () => {
    await redis.client.set('payments', 'text');
    const port = await ownPort();
    const program = start('--http', String(port));
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
    await program.until(() => program.stderr.includes('WRONGTYPE'));
    const ready = await get('/readyz');
    expect(ready.status).to.equal(503);
    const { functions } = (await ready.json()) as {
      functions: Record<string, { state: string; lastError?: { message: string } }>;
    };
    expect(functions['Work.onPayment']).to.include({ state: 'recovering' });
    expect(functions['Work.onPayment']?.lastError?.message).to.match(/^WRONGTYPE /);
    expect((await get('/livez')).status).to.equal(200);
    const metrics = await get('/metrics');
    expect(metrics.status).to.equal(200);
    expect(metrics.headers.get('content-type')).to.match(/^text\/plain/);
    expect(await metrics.text()).to.match(/^redis_triggers_\w+\{.*Work\.onPayment.*\} \d/m);
    await redis.client.del('payments');
    await eventually(async () => (await get('/readyz')).status === 200, 'it to be ready');
  });

  it('serves its health', async () => {
    const port = await ownPort();
    const program = start('--http', `127.0.0.1:${port}`);
    await program.until(() => program.stderr.split('the function listens').length > 2);
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
    await eventually(async () => (await get('/readyz')).status === 200);
    const live = await get('/livez');
    expect(live.status).to.equal(200);
    expect(await live.json()).to.have.nested.property('functions.Work\\.onOrder.state', 'listening');
    expect((await get('/else')).status).to.equal(404);
    program.signal('SIGINT');
    expect(await program.exit()).to.equal(0);
  });
});

describe('redis-triggers run', () => {
  it('says that it cannot listen at an address', async () => {
    using project = new Project();
    project.compile({ 'work.ts': handlers });
    const surroundings = { cwd: project.folder, env: { shop: 'embedded' } };
    expect(await runCommand(['run', 'work.js', '--http', 'nonsense'], surroundings)).to.deep.include({
      exitCode: 2,
      stderr: 'error: --http nonsense is no address. Write one such as 127.0.0.1:9400\n',
    });
  });
});
