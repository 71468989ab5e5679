import { expect } from 'chai';
import { once } from 'node:events';
import { join } from 'node:path';
import { readFileSync, rmSync } from 'node:fs';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { addDeadPayments } from './support/fill-shop.js';
import { Project } from './support/project.js';
import { runAtTerminal, runCommand, startCommand, type CommandResult } from './support/run-command.js';
import { runHere } from './support/run-here.js';
import { describeOnServer, describeOnServers } from './support/servers.js';
import { shop } from './support/shop.js';
import { Redis } from 'ioredis';

const ofPayments = '{payments}:dead-letter:Shop.onPayment';

let project: Project;

before(() => {
  project = new Project();
  project.compile({ 'shop.ts': shop });
});
after(() => project[Symbol.dispose]());

/** The amounts of all payments that were put back, in order of size. */
async function amountsOf(client: Redis): Promise<number[]> {
  const entries = await client.xrange('payments', '-', '+');
  return entries.map(([, [, amount]]) => Number(amount)).sort((one, other) => one - other);
}

/** Resolves when so many dead letters are left: another process is at it, of whose steps nothing else tells. */
async function untilLeft(client: Redis, count: number): Promise<void> {
  await eventually(async () => (await client.xlen(ofPayments)) === count, `${count} dead letters to be left`);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** How many a command says that it put back or removed. */
function sumOf({ stdout }: Pick<CommandResult, 'stdout'>): number {
  return Number(/(?:Put back|Removed) ([\d,]+)/.exec(stdout)?.[1]?.replaceAll(',', ''));
}

class Shop {
  @RedisStreamTrigger({ connection: 'shop', key: 'payments', concurrency: 4 })
  onPayment(_payment: RedisMessageModel): void {}
}

const change = (how: 'replay' | 'remove', ...args: string[]): string[] => [
  'dead',
  how,
  'Shop.onPayment',
  '--all',
  '--yes',
  ...args,
];

describeOnServers('redis-triggers dead, beside another', (redis) => {
  const run = (...args: string[]): ReturnType<typeof runHere> =>
    runHere(args, { handlers: [Shop], connections: { shop: redis.url } });

  it('replays each letter once, where two replay them at once', async () => {
    await addDeadPayments(redis.client, 400);
    const both = await Promise.all([0, 1].map(() => run(...change('replay'))));
    expect(both.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0]);
    expect(both.reduce((sum, each) => sum + sumOf(each), 0)).to.equal(400);
    expect(await amountsOf(redis.client)).to.deep.equal(upTo(400));
  });

  it('replays or removes each letter, where one does this and another that', async () => {
    await addDeadPayments(redis.client, 400);
    const [replay, removal] = await Promise.all([run(...change('replay')), run(...change('remove'))]);
    expect(sumOf(replay) + sumOf(removal)).to.equal(400);
    expect(await amountsOf(redis.client)).to.have.lengthOf(sumOf(replay));
    expect(await redis.client.xlen(ofPayments)).to.equal(0);
  });
});

// Signals and memory are those of the processes, whichever server they talk to.
describeOnServer('redis-triggers dead, interrupted', (redis) => {
  const surroundings = (): { cwd: string; env: NodeJS.ProcessEnv } => ({
    cwd: project.folder,
    env: { shop: redis.url },
  });
  const inProcess = ['--handlers', 'shop.js'];
  const here = (...args: string[]): ReturnType<typeof runHere> =>
    runHere(args, { handlers: [Shop], connections: { shop: redis.url } });

  it('stops at SIGINT after the letter that is under way, and goes on from there', async () => {
    await addDeadPayments(redis.client, 100);
    const { child, result } = startCommand(
      [...change('replay', '--rate', '20/s'), ...inProcess],
      surroundings(),
    );
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await result;
    const replayed = sumOf({ stdout });
    expect(exitCode).to.equal(1);
    expect(replayed).to.be.within(1, 99);
    expect(stdout).to.equal(`Put back ${replayed} of 100 dead letters of Shop.onPayment.\n`);
    expect(stderr.trim().split('\n').at(-1)).to.equal(
      'What is left are dead letters as before. To go on: redis-triggers dead replay Shop.onPayment --all --yes --rate 20/s --handlers shop.js',
    );
    expect(await redis.client.xlen(ofPayments)).to.equal(100 - replayed);
    expect(await amountsOf(redis.client)).to.deep.equal(upTo(replayed));
    const rest = await here(...change('replay'));
    expect(rest.stdout).to.equal(`Put back ${100 - replayed} dead letters of Shop.onPayment.\n`);
    expect(await amountsOf(redis.client)).to.deep.equal(upTo(100));
  });

  it('stops at Ctrl-C at a terminal', async () => {
    await addDeadPayments(redis.client, 100);
    const { screen } = await runAtTerminal(
      [...change('replay', '--rate', '20/s'), ...inProcess],
      surroundings(),
      '\u0003',
    );
    const replayed = sumOf({ stdout: screen });
    expect(replayed, screen).to.be.within(1, 99);
    expect(screen).to.include(`\nPut back ${replayed} of 100 dead letters of Shop.onPayment.\n`);
    expect(screen).to.include('To go on: redis-triggers dead replay Shop.onPayment');
    expect(await redis.client.xlen(ofPayments)).to.equal(100 - replayed);
  });

  it('ends an import that waits for lines, with what was put back until then', async () => {
    await addDeadPayments(redis.client, 2);
    const [first = ''] = (await here('dead', 'export', 'Shop.onPayment')).stdout.split('\n');
    const importing = ['dead', 'import', 'Shop.onPayment', '--handlers', 'shop.js'];
    const { child, result } = startCommand(importing, { ...surroundings(), leavesInputOpen: true });
    child.stdin.write(`${first}\n`);
    await untilLeft(redis.client, 1);
    child.kill('SIGINT');
    const { exitCode, stdout } = await result;
    expect({ exitCode, stdout }).to.deep.equal({
      exitCode: 1,
      stdout: 'Put back 1 message of Shop.onPayment.\n',
    });
    expect(await redis.client.xlen(ofPayments)).to.equal(1);
  });

  it('exports, groups and imports 10,000 letters of 4 KB, which it never has in memory together', async () => {
    await addDeadPayments(redis.client, 10_000, 0, 'a'.repeat(4_096));
    const file = join(project.folder, 'many.ndjson');
    rmSync(file, { force: true });
    // As text, they would take 80 MB or more.
    const env = { shop: redis.url, NODE_OPTIONS: '--max-old-space-size=48' };
    const run = (...args: string[]): ReturnType<typeof runCommand> =>
      runCommand(['dead', ...args, '--handlers', 'shop.js'], { cwd: project.folder, env });
    expect(await run('export', 'Shop.onPayment', '--to', 'many.ndjson')).to.deep.equal({
      exitCode: 0,
      stdout: 'Exported 10,000 dead letters of Shop.onPayment to many.ndjson.\n',
      stderr: '',
    });
    const piped = await here('dead', 'export', 'Shop.onPayment');
    expect(piped.stdout === readFileSync(file, 'utf8')).to.equal(true);
    expect(await run('list', 'Shop.onPayment', '--group')).to.deep.equal({
      exitCode: 0,
      stdout: `COUNT  GROUP     FIRST  LAST  REASON          ERROR
5,000  8d15aff9    10d   10d  handler-failed  TypeError: the amount is odd
5,000  ad0ea512    10d   10d  handler-failed  RangeError: the bank is closed
10,000 dead letters.
`,
      stderr: '',
    });
    const imported = await run('import', 'Shop.onPayment', 'many.ndjson');
    expect(imported).to.deep.include({
      exitCode: 0,
      stdout: 'Put back 10,000 messages of Shop.onPayment.\n',
    });
    expect(imported.stderr).to.match(/^(?:(?:[\d,]+ of 10,000\n)*10,000 of 10,000\n)?$/);
    expect(await amountsOf(redis.client)).to.deep.equal(upTo(10_000));
    expect(await redis.client.xlen(ofPayments)).to.equal(0);
  });
});

(redisServerVersion === undefined ? describe.skip : describe)(
  'redis-triggers dead, while Redis fails',
  () => {
    let server: RedisServer;
    let client: Redis;

    before(async () => {
      server = await RedisServer.start({ durable: true });
      client = new Redis(server.url);
      client.on('error', () => undefined);
    });
    after(async () => {
      client.disconnect();
      await server.stop();
    });

    it('says how many were put back, and goes on when it is there again', async () => {
      await addDeadPayments(client, 200);
      const surroundings = { cwd: project.folder, env: { shop: server.url } };
      const args = ['dead', 'replay', 'Shop.onPayment', '--all', '--yes', '--handlers', 'shop.js'];
      const { child, result } = startCommand([...args, '--rate', '50/s', '--json'], surroundings);
      await once(child.stderr, 'data');
      await server.kill();
      const { exitCode, stdout, stderr } = await result;
      const document = JSON.parse(stdout) as { replayed: number; error: { code: string } };
      expect(exitCode, stdout + stderr).to.equal(5);
      expect(document).to.have.nested.property('error.code', 'CONNECTION_LOST');
      expect(document).to.deep.include({ functionId: 'Shop.onPayment', chosen: 200, gone: 0, refused: 0 });
      expect(stderr).to.include(
        'What is left are dead letters as before. To go on: redis-triggers dead replay',
      );
      await server.start();
      const left = await client.xlen(ofPayments);
      // The reply to the last one may have been lost.
      expect(200 - left - document.replayed).to.be.within(0, 1);
      const rest = await runHere(change('replay'), {
        handlers: [Shop],
        connections: { shop: server.url },
      });
      expect(rest).to.deep.include({
        exitCode: 0,
        stdout: `Put back ${left} dead letters of Shop.onPayment.\n`,
      });
      expect(await amountsOf(client)).to.deep.equal(upTo(200));
    });
  },
);
