import { expect } from 'chai';
import { delay } from '../../lib/delayed/delay.js';
import { senderOf } from '../support/sender-of.js';
import { Redis } from 'ioredis';
import { join } from 'node:path';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';
import { serverVersion } from '../support/server-version.js';
import { addDeadPayments } from './support/fill-shop.js';
import { Project } from './support/project.js';
import { runCommand, runForJson } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';
import { shop } from './support/shop.js';

interface Finding {
  readonly code: string;
  readonly place: string;
  readonly what: string;
  readonly remedy: string;
}

const findingsOf = (document: unknown): readonly Finding[] =>
  (document as { findings: readonly Finding[] }).findings;

/** The shop as every server does it alike: before 6.2, lists at least once are not waited for. */
const checked = shop.replace("delivery: 'atLeastOnce'", "delivery: 'atLeastOnce', blocking: false");

let project: Project;

before(() => {
  project = new Project({}, ['tsx', 'esbuild', 'get-tsconfig']);
  project.compile({ 'shop.ts': checked });
  project.compile({
    'events.ts': `import { RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';
export class Keys {
  @RedisPubSubTrigger({ connection: 'shop', channel: '__keyevent@0__:expired' })
  onExpired(_message: RedisMessageModel): void {}
}`,
    'a.ts': shop.replaceAll('Shop', 'q'),
  });
});
after(() => project[Symbol.dispose]());

describeOnServers('redis-triggers check', (redis) => {
  const surroundings = (): { cwd: string; env: NodeJS.ProcessEnv } => ({
    cwd: project.folder,
    env: { shop: redis.url },
  });

  afterEach(() => redis.client.config('SET', 'maxmemory-policy', 'noeviction'));

  it('says that it has found nothing', async () => {
    expect(await runCommand(['check', 'shop.js'], surroundings())).to.deep.equal({
      exitCode: 0,
      stdout: '3 functions on 1 connection: nothing found.\n',
      stderr: '',
    });
  });

  it('finds an eviction policy that may delete messages, with its remedy', async () => {
    await redis.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await runCommand(['check', 'shop.js'], surroundings())).to.deep.equal({
      exitCode: 3,
      stdout: `shop: maxmemory-policy is allkeys-lru, so that Redis may delete messages that wait when its memory is full
  Run CONFIG SET maxmemory-policy noeviction. [SERVER_UNFIT]
3 functions on 1 connection: 1 finding.
`,
      stderr: '',
    });
  });

  it('finds keyspace notifications that the server does not publish', async () => {
    const { exitCode, document } = await runForJson(['check', 'events.js'], surroundings());
    expect(exitCode).to.equal(3);
    expect(findingsOf(document)).to.deep.equal([
      {
        code: 'KEYSPACE_NOTIFICATIONS_DISABLED',
        place: 'Keys.onExpired',
        what: 'the server\'s notify-keyspace-events is "", which publishes nothing to __keyevent@0__:expired',
        remedy: 'Run CONFIG SET notify-keyspace-events Ex, or set `configureKeyspaceNotifications: true`.',
      },
    ]);
  });

  it('finds ids that look minified, and dead letters of a function that was renamed', async () => {
    await addDeadPayments(redis.client, 2);
    const { exitCode, document } = await runForJson(['check', 'a.js'], surroundings());
    expect(exitCode).to.equal(3);
    const minified = findingsOf(document).filter(({ code }) => code === 'FUNCTION_ID_MINIFIED');
    expect(minified.map(({ place }) => place)).to.deep.equal(['q.onOrder', 'q.onPayment', 'q.onNews']);
    expect(findingsOf(document).filter(({ code }) => code === 'LEFT_BEHIND')).to.deep.equal([
      {
        code: 'LEFT_BEHIND',
        place: 'payments',
        what: '2 dead letters are kept for Shop.onPayment, which is no function here',
        remedy:
          "If it was renamed, give the function `name: 'Shop.onPayment'` and replay them; else run DEL {payments}:dead-letter:Shop.onPayment.",
      },
    ]);
  });

  it('finds what renamed functions left behind: a group that nobody reads, and held elements', async () => {
    project.compile({ 'once.ts': shop.replace(", delivery: 'atLeastOnce'", '') });
    await redis.client.hset('{orders}:held', 'a.1.0', 'an order');
    // It read one entry ten days ago, and was stopped before the next ones came.
    const tenDaysAgo = Date.now() - 10 * 24 * 3_600_000;
    await redis.client.xadd('payments', `${tenDaysAgo}-0`, 'amount', '1');
    await redis.client.xgroup('CREATE', 'payments', 'Shop.onPaid', '0');
    await redis.client.xreadgroup('GROUP', 'Shop.onPaid', 'former', 'STREAMS', 'payments', '>');
    await redis.client.xack('payments', 'Shop.onPaid', `${tenDaysAgo}-0`);
    await redis.client.xgroup('DELCONSUMER', 'payments', 'Shop.onPaid', 'former');
    await redis.client.xadd('payments', '*', 'amount', '2');
    const ofGroup = `payments: nobody reads the consumer group Shop.onPaid, which has 0 pending entries and no function here
  If its function was renamed, give it \`name: 'Shop.onPaid'\`; else run XGROUP DESTROY payments Shop.onPaid. [LEFT_BEHIND]
`;
    // Only since 7.0 a group without consumers tells that entries wait for it.
    const [groups, count] =
      (await serverVersion(redis.client)) < 7 ? ['', '1 finding'] : [ofGroup, '2 findings'];
    expect(await runCommand(['check', 'once.js'], surroundings())).to.deep.equal({
      exitCode: 3,
      stdout: `${groups}orders: 1 element is held of this list, and no function here reads it at least once
  Run a function with \`delivery: 'atLeastOnce'\` on it once: it puts back what nobody settles. [LEFT_BEHIND]
3 functions on 1 connection: ${count}.
`,
      stderr: '',
    });
  });

  it('finds delayed messages that no function moves', async () => {
    const delayed = "delivery: 'atLeastOnce', delayed: true";
    project.compile({ 'moving.ts': checked.replace("delivery: 'atLeastOnce'", delayed) });
    await delay(senderOf(redis.client), 'orders', { inMs: 3_600_000 }, [
      { kind: 'list', end: 'right', body: 'later' },
    ]);
    const { exitCode, document } = await runForJson(['check', 'shop.js'], surroundings());
    expect(exitCode).to.equal(3);
    expect(findingsOf(document)).to.deep.equal([
      {
        code: 'LEFT_BEHIND',
        place: 'orders',
        what: '1 delayed message waits for orders, and no function here moves what is due',
        remedy: 'Set `delayed: true` on a function that reads it, or use a definition; see docs/delayed.md.',
      },
    ]);
    expect(await runForJson(['check', 'moving.js'], surroundings())).to.include({ exitCode: 0 });
  });

  it('finds that a loader emits no decorator metadata, without any Redis', async () => {
    project.write({
      'src/shop.ts': shop.replace(
        '_news: RedisMessageModel',
        '_news: RedisMessageModel, _signal: AbortSignal',
      ),
    });
    const args = ['check', 'src', '--offline', '--import', 'tsx'];
    const { exitCode, document } = await runForJson(args, surroundings());
    expect(exitCode).to.equal(3);
    expect(findingsOf(document).map(({ code, place }) => [code, place])).to.deep.equal(
      ['Shop.onOrder', 'Shop.onPayment', 'Shop.onNews'].map((id) => ['PARAMETER_TYPES_MISSING', id]),
    );
  });

  it('ends with 5 where a server cannot be reached, and still says what the code has', async () => {
    const env = { shop: 'redis://ada:not-for-show@127.0.0.1:1' };
    const { exitCode, document } = await runForJson(['check', 'a.js'], { cwd: project.folder, env });
    expect(exitCode).to.equal(5);
    expect(findingsOf(document).map(({ code }) => code)).to.include.members([
      'FUNCTION_ID_MINIFIED',
      'REDIS_UNREACHABLE',
    ]);
    expect(JSON.stringify(document)).not.to.include('not-for-show');
  });
});

(redisServerVersion === undefined ? describe.skip : describe)('redis-triggers generate acl', () => {
  it('prints a rule under which every function does its work, and which check finds complete', async () => {
    const server = await RedisServer.start();
    const admin = new Redis(server.url);
    try {
      const { document } = await runForJson(['generate', 'acl', '--handlers', 'shop.js'], {
        cwd: project.folder,
      });
      const [{ rules }] = document as [{ rules: string[] }];
      const setUser = (...those: string[]): Promise<unknown> =>
        admin.call('ACL', 'SETUSER', 'worker', 'reset', 'on', '>secret', 'resetchannels', ...those);
      await setUser(...rules);
      await admin.rpush('orders', 'one', 'refuse');
      await admin.xadd('payments', '*', 'amount', '7');
      const env = { shop: server.url.replace('//', '//worker:secret@') };
      await admin.call('ACL', 'LOG', 'RESET');
      const program = new RunningProgram(
        'package/cli/main.js',
        ['run', join(project.folder, 'shop.js'), '--verbose'],
        env,
      );
      await program.until(
        () => program.stderr.split('"msg":"succeeded').length > 2 && program.stderr.includes('"msg":"failed'),
      );
      program.signal('SIGTERM');
      expect(await program.exit()).to.equal(0);
      expect(await admin.xlen('{orders}:dead-letter:Shop.onOrder')).to.equal(1);
      expect(await admin.exists('orders', '{orders}:held')).to.be.below(2);
      expect(program.stderr).not.to.include('NOPERM');
      await setUser(...rules, '+acl|whoami', '+acl|getuser');
      expect((await runCommand(['check', 'shop.js'], { cwd: project.folder, env })).stdout).to.equal(
        '3 functions on 1 connection: nothing found.\n',
      );
      await setUser(...rules.filter((rule) => rule !== '+xack'), '+acl|whoami', '+acl|getuser');
      expect((await runCommand(['check', 'shop.js'], { cwd: project.folder, env })).stdout).to.equal(
        `Shop.onPayment: the user "worker" lacks rights: +xack
  Run ACL SETUSER worker +xack. [REDIS_FORBIDDEN]
3 functions on 1 connection: 1 finding.
`,
      );
    } finally {
      admin.disconnect();
      await server.stop();
    }
  });
});
