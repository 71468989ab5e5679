import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { delay } from '../../lib/delayed/delay.js';
import { eventually } from '../support/eventually.js';
import { realTime } from '../support/real-time.js';
import { RedisServer } from '../support/redis-server.js';
import { senderOf } from '../support/sender-of.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { fillShop } from './support/fill-shop.js';
import { Project } from './support/project.js';
import { runAtTerminal, runCommand, runForJson, startCommand } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';
import { shop } from './support/shop.js';

const args = ['status', '--handlers', 'shop.js'];

const tenDaysInMs = 10 * 24 * 3_600_000;

let project: Project;

before(() => {
  project = new Project();
  project.compile({ 'shop.ts': shop });
});
after(() => project[Symbol.dispose]());

describeOnServers('redis-triggers status', (redis) => {
  const surroundings = (): { cwd: string; env: NodeJS.ProcessEnv } => ({
    cwd: project.folder,
    env: { shop: redis.url },
  });

  const fill = (): Promise<void> => fillShop(redis.client);

  it('shows what waits for each function, and for how long', async () => {
    await fill();
    const { exitCode, stdout, stderr } = await runCommand(args, surroundings());
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
    expect(stdout).to.equal(
      `FUNCTION        KIND    STATE       BACKLOG  PENDING  OLDEST  DEAD  WORKERS
Shop.onOrder    list    unattended      128        0       –     0      0/2
Shop.onPayment  stream  unattended        8       12     10d     2      0/1
Shop.onNews     pubsub  unattended        –        –       –     0        0
`,
    );
  });

  it('shows the same as one document, with times in ISO 8601', async () => {
    await fill();
    const { exitCode, document } = await runForJson(args, surroundings());
    const [order, payment, news] = document as [object, { oldestAt: string }, object];
    expect(exitCode).to.equal(0);
    expect(order).to.deep.equal({
      id: 'Shop.onOrder',
      kind: 'list',
      connection: 'shop',
      sources: ['orders'],
      state: 'unattended',
      workers: 0,
      backlog: 128,
      isEstimate: false,
      pending: 0,
      deadLetters: 0,
      targetWorkers: 2,
    });
    expect(Date.parse(payment.oldestAt)).to.be.closeTo(Date.now() - tenDaysInMs, 300_000);
    expect(payment.oldestAt).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(news).to.deep.include({ id: 'Shop.onNews', kind: 'pubsub', workers: 0 });
  });

  it('shows apart what is delayed, and as backlog what is due and nobody has moved', async () => {
    const delayed = "delivery: 'atLeastOnce', delayed: true";
    project.compile({ 'delayed.ts': shop.replace("delivery: 'atLeastOnce'", delayed) });
    await fill();
    const element = { kind: 'list', end: 'right', body: 'later' } as const;
    await delay(senderOf(redis.client), 'orders', { inMs: 3_600_000 }, Array(1_200).fill(element));
    await delay(senderOf(redis.client), 'orders', { at: new Date(0) }, [element, element]);
    const { exitCode, stdout } = await runCommand(['status', '--handlers', 'delayed.js'], surroundings());
    expect(exitCode).to.equal(0);
    expect(stdout).to.equal(
      `FUNCTION        KIND    STATE       BACKLOG  DELAYED  PENDING  OLDEST  DEAD  WORKERS
Shop.onOrder    list    unattended      130    1,200        0       –     0      0/2
Shop.onPayment  stream  unattended        8        –       12     10d     2      0/1
Shop.onNews     pubsub  unattended        –        –        –       –     0        0
`,
    );
  });

  it('warns of delayed messages that no function moves', async () => {
    const element = { kind: 'list', end: 'right', body: 'later' } as const;
    await delay(senderOf(redis.client), 'orders', { inMs: 3_600_000 }, Array(1_200).fill(element));
    const { exitCode, stdout } = await runCommand(args, surroundings());
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(
      /\n {2}! Shop\.onOrder {2}1,200 delayed messages wait for orders, and no function here moves what is due\n$/,
    );
    const { document } = await runForJson(args, surroundings());
    const [order, payment] = document as [object, object];
    expect(order).to.deep.include({ unmovedDelayed: { orders: 1_200 } });
    expect(payment).not.to.have.property('unmovedDelayed');
  });

  it('ends with 4 where a threshold is passed, and says which', async () => {
    await fill();
    const { exitCode, stdout } = await runCommand(
      [...args, '--max-age', '60s', '--max-dead', '0'],
      surroundings(),
    );
    expect(exitCode).to.equal(4);
    expect(stdout).to.match(
      / {2}! Shop\.onPayment {2}the oldest entry has waited 10d, more than 1m\n {2}! Shop\.onPayment {2}dead letters: 2, more than 0\n$/,
    );
    const generous = [...args, '--max-age', '11d', '--max-dead', '2'];
    expect(await runCommand(generous, surroundings())).to.have.property('exitCode', 0);
  });

  it('shows a key of the wrong type beside its function, and the others all the same', async () => {
    await redis.client.set('payments', 'text');
    const { exitCode, stdout } = await runCommand(args, surroundings());
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/Shop\.onOrder .* 0\/0\n/);
    expect(stdout).to.match(/ {2}! Shop\.onPayment {2}WRONGTYPE /);
  });

  it('counts the processes that listen', async () => {
    const other = redis.client.duplicate();
    await other.client('SETNAME', 'redis-triggers:Shop.onOrder');
    await other.subscribe('news');
    const { document } = await runForJson(args, surroundings());
    other.disconnect();
    const states = (document as { id: string; state: string; workers: number }[]).map((each) => [
      each.id,
      each.state,
      each.workers,
    ]);
    expect(states).to.deep.equal([
      ['Shop.onOrder', 'listening', 1],
      ['Shop.onPayment', 'unattended', 0],
      ['Shop.onNews', 'listening', 1],
    ]);
  });

  it('looks at a Redis alone, without any handlers', async () => {
    await fill();
    await redis.client.hset('{orders}:held', 'a.1.0', 'an order', 'consumers', 'a');
    const { exitCode, stdout, stderr } = await runCommand(['status', '--redis', redis.url]);
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
    expect(stdout).to.equal(`KEY       GROUP           KIND          BACKLOG  PENDING  DEAD
–         Shop.onPayment  dead letters        –        –     2
orders    –               list              128        1     –
payments  Shop.onPayment  stream              8       12     –
`);
    const { document } = await runForJson(['status', '--redis', redis.url]);
    expect(document).to.have.length(3);
  });

  it('prints a document of no rows where there is nothing', async () => {
    expect(await runForJson(['status', '--redis', redis.url])).to.deep.equal({ exitCode: 0, document: [] });
    expect((await runCommand(['status', '--redis', redis.url])).stdout).to.equal(
      'There is no consumer group, no held element and no dead letter.\n',
    );
  });

  it('shows 300 functions', async () => {
    const many = Array.from(
      { length: 300 },
      (_, index) => `@RedisListTrigger({ connection: 'shop', key: 'list-${index}' })
  on${index}(_message: RedisMessageModel): void {}`,
    );
    const text = `import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';\nexport class Many { ${many.join('\n')} }`;
    project.compile({ 'many.ts': text });
    await redis.client.rpush('list-299', 'one');
    const { exitCode, stdout } = await runCommand(['status', '--handlers', 'many.js'], surroundings());
    const lines = stdout.trimEnd().split('\n');
    expect(exitCode).to.equal(0);
    expect(lines).to.have.length(301);
    expect(new Set(lines.map((line) => line.length)).size).to.equal(1);
    expect(lines.at(-1)).to.match(/^Many\.on299 .* 1 .* 0\/1$/);
  });

  it('shows it again and again at a terminal, until Ctrl-C', async () => {
    const { exitCode, screen } = await runAtTerminal([...args, '--watch'], surroundings(), '\u0003');
    expect(exitCode).to.equal(0);
    expect(screen).to.include('\u001b[H\u001b[2J');
    expect(screen).to.include('Shop.onPayment');
  });

  it('leaves no process behind, however the command ends', async () => {
    const pidFile = join(project.folder, 'pid.txt');
    rmSync(pidFile, { force: true });
    project.compile({ 'noting.ts': `${noting}\n${shop}` });
    const watching = ['status', '--handlers', 'noting.js', '--watch'];
    const { child, result } = startCommand(watching, surroundings());
    await once(child.stdout, 'data');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(isAlive(pid)).to.equal(true);
    // Frozen, the command no longer answers: after two seconds the process waits for that.
    child.kill('SIGSTOP');
    await realTime(2_500);
    child.kill('SIGKILL');
    await eventually(() => !isAlive(pid), 'the process with the handlers to end');
    await result;
  });
});

/** Handlers that say which process loads them. */
const noting = `import { writeFileSync } from 'node:fs';
writeFileSync('pid.txt', String(process.pid));`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('redis-triggers status without its Redis', () => {
  const unreachable =
    'error: shop: Redis at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1. ' +
    'Check that it runs, and that the connection leads to it. [REDIS_UNREACHABLE]\n';

  it('says so in one line, without a password, and ends with 5', async () => {
    const env = { shop: 'redis://ada:not-for-show@127.0.0.1:1' };
    expect(await runCommand(args, { cwd: project.folder, env })).to.deep.equal({
      exitCode: 5,
      stdout: '',
      stderr: unreachable,
    });
    const { exitCode, document } = await runForJson(args, { cwd: project.folder, env });
    expect(exitCode).to.equal(5);
    expect(JSON.stringify(document)).to.include('REDIS_UNREACHABLE').and.not.include('not-for-show');
    const alone = await runCommand(['status', '--redis', env.shop]);
    expect(alone).to.have.property('exitCode', 5);
    expect(alone.stdout + alone.stderr)
      .to.include('127.0.0.1:1')
      .and.not.include('not-for-show');
  });

  it('says what a wrong password and missing rights are, and ends with 5', async function () {
    if (redisServerVersion === undefined) this.skip();
    const server = await RedisServer.start({ args: ['--requirepass', 'the-right-one'] });
    try {
      const wrong = { shop: server.url.replace('//', '//:not-for-show@') };
      const refused = await runCommand(args, { cwd: project.folder, env: wrong });
      expect(refused).to.deep.include({ exitCode: 5, stdout: '' });
      expect(refused.stderr).to.include('CREDENTIALS_REFUSED').and.not.include('not-for-show');
      const right = { shop: server.url.replace('//', '//:the-right-one@') };
      await runCommand(['status', '--redis', right.shop]);
      const { Redis } = await import('ioredis');
      const admin = new Redis(right.shop);
      await admin.call('ACL', 'SETUSER', 'ada', 'on', '>secret', '+ping', '+info');
      admin.disconnect();
      const limited = { shop: server.url.replace('//', '//ada:secret@') };
      const forbidden = await runCommand(args, { cwd: project.folder, env: limited });
      expect(forbidden).to.deep.include({ exitCode: 5, stdout: '' });
      expect(forbidden.stderr).to.match(
        /the user of the connection may not do this \(NOPERM .*\[REDIS_FORBIDDEN\]\n$/,
      );
    } finally {
      await server.stop();
    }
  });
});
