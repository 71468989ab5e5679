import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { LetterPage, ShownLetter } from '../../lib/ui/letter-shapes.js';
import { eventually } from '../support/eventually.js';
import { ownPort } from '../support/own-port.js';
import { RunningProgram } from '../support/running-program.js';
import { askPage, ownHeaders } from '../ui/page-server.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { addDeadPayments, fillShop } from './support/fill-shop.js';
import { Project } from './support/project.js';
import { runCommand, runForJson, type CommandResult } from './support/run-command.js';
import { shop } from './support/shop.js';

const isNew = Number(redisServerVersion?.split('.')[0] ?? 0) >= 7;

const inFleet =
  '{ "type": "module", "redis-triggers": { "handlers": ["shop.js"], "fleet": { "name": "shop" } } }';

(isNew ? describe : describe.skip)('With exactly the rights that generate acl prints', () => {
  let server: RedisServer;
  let admin: Redis;
  let project: Project;

  before(async () => {
    project = new Project({ 'package.json': inFleet });
    project.compile({ 'shop.ts': shop });
    server = await RedisServer.start();
    admin = new Redis(server.port);
  });
  afterEach(() => admin.flushall());
  after(async () => {
    admin.disconnect();
    await server.stop();
    project[Symbol.dispose]();
  });

  /** Gives a user the rights that a command prints, as it prints them. */
  async function limit(...options: string[]): Promise<void> {
    const { stdout } = await runCommand(['generate', 'acl', ...options], { cwd: project.folder });
    const [comment, rule = ''] = stdout.trimEnd().split('\n');
    expect(comment).to.equal('# shop: Shop.onOrder, Shop.onPayment, Shop.onNews, the fleet shop');
    await admin.call('ACL', ...(rule.split(' ').slice(1) as [string]), '>secret');
    await admin.call('ACL', 'LOG', 'RESET');
  }

  const run = (...args: string[]): Promise<CommandResult> =>
    runCommand(args, {
      cwd: project.folder,
      env: { shop: server.url.replace('//', '//shop:secret@') },
    });

  /** Runs a command that ends well and is denied nothing, and returns what it printed. */
  async function permitted(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await run(...args);
    expect(exitCode, stderr).to.equal(0);
    await expectNothingDenied(args.join(' '));
    return stdout;
  }

  async function expectNothingDenied(by: string): Promise<void> {
    const log = (await admin.call('ACL', 'LOG')) as unknown[][];
    const denied = log.map((entry) => String(entry[entry.indexOf('object') + 1]));
    expect(
      denied.filter((each) => !/^client\|set(?:info|name)$/.test(each)),
      by,
    ).to.deep.equal([]);
  }

  it('--operate lets status, check, pause, resume and send do all of their work', async () => {
    await limit('--operate');
    await fillShop(admin);
    expect(await permitted('status')).to.match(/^Shop\.onPayment +stream +unattended +8 +12 +10d +2 +0/m);
    expect(await permitted('check')).to.equal('3 functions on 1 connection: nothing found.\n');
    await permitted('pause', 'Shop.onOrder', '--for', '1m');
    expect(await permitted('status')).to.match(/^Shop\.onOrder +list +paused/m);
    await permitted('resume', 'Shop.onOrder');
    await permitted('send', 'Shop.onOrder', 'tea');
    await permitted('send', 'Shop.onPayment', '{"amount":7}');
    await permitted('send', 'Shop.onNews', 'open');
    expect(await admin.llen('orders')).to.equal(129);
  });

  it('--operate lets send delay messages, and --send a sender', async () => {
    const delayed = shop.replace("key: 'orders', delivery: 'atLeastOnce'", "key: 'orders', delayed: true");
    project.compile({ 'shop.ts': delayed });
    try {
      for (const option of ['--operate', '--send']) {
        await limit(option);
        await permitted('send', 'Shop.onOrder', 'tea', '--delay', '1h');
        await permitted('send', 'Shop.onOrder', 'tea', '--delay', '1s');
        await permitted('send', 'Shop.onPayment', '{"amount":7}');
        await permitted('send', 'Shop.onNews', 'open');
      }
      expect(await admin.zcard('{orders}:delayed:orders')).to.equal(4);
    } finally {
      project.compile({ 'shop.ts': shop });
    }
  });

  it('--dead-letters lets the commands of dead do all of their work', async () => {
    await limit('--dead-letters');
    await addDeadPayments(admin, 6);
    await admin.xgroup('CREATE', 'payments', 'Shop.onPayment', '0', 'MKSTREAM');
    await permitted('dead', 'list', 'Shop.onPayment', '--group');
    await permitted('dead', 'show', 'Shop.onPayment', '1760000000000-0');
    await permitted('dead', 'remove', 'Shop.onPayment', '1760000000000-0', '--yes');
    await permitted('dead', 'export', 'Shop.onPayment', '--to', 'letters.ndjson');
    const edited = (
      await runCommand(['dead', 'export', 'Shop.onPayment'], {
        cwd: project.folder,
        env: { shop: server.url },
      })
    ).stdout
      .split('\n')
      .slice(0, 2)
      .join('\n')
      .replaceAll('ada', 'bob');
    project.write({ 'edited.ndjson': edited });
    expect(await permitted('dead', 'import', 'Shop.onPayment', 'edited.ndjson')).to.equal(
      'Put back 2 messages of Shop.onPayment.\n',
    );
    expect(await run('dead', 'replay', 'Shop.onPayment', '--all', '--yes')).to.deep.include({
      exitCode: 0,
      stdout: 'Put back 3 dead letters of Shop.onPayment.\n',
    });
    expect(await admin.xlen('payments')).to.equal(5);
  });

  it('--page lets the page show and change everything', async () => {
    project.compile({ 'shop.ts': shop.replace('concurrency: 4', 'concurrency: 4, delayed: true') });
    await limit('--page');
    await fillShop(admin);
    await addDeadPayments(admin, 6);
    const port = await ownPort();
    const program = new RunningProgram(
      'package/cli/main.js',
      ['ui', '--handlers', `${project.folder}/shop.js`, '--fleet', 'shop', '--http', `127.0.0.1:${port}`],
      { shop: server.url.replace('//', '//shop:secret@') },
    );
    const functionId = 'Shop.onPayment';
    const get = async (path: string): Promise<string> => {
      const { status, text } = await askPage(port, `/api/${path}`);
      expect(status, `${path}: ${text}`).to.equal(200);
      return text;
    };
    const post = async (action: string, body: object): Promise<void> => {
      const call = {
        method: 'POST',
        headers: ownHeaders(port),
        body: JSON.stringify({ functionId, ...body }),
      };
      const { status, text } = await askPage(port, `/api/${action}`, call);
      expect(status, `${action}: ${text}`).to.equal(200);
    };
    try {
      await program.until(() => program.stderr.includes('The page: http'));
      for (const name of ['onPayment', 'onOrder', 'onNews'])
        await get(`function?function=Shop.${name}&minutes=480`);
      for (const path of ['overview', 'processes', 'scale', 'connections', 'activity']) await get(path);
      expect(await get('overview'))
        .to.not.include('NOPERM')
        .and.not.include('unreadable');
      for (const path of ['groups', 'export', 'letters']) await get(`${path}?function=${functionId}`);
      const { letters } = JSON.parse(await get(`letters?function=${functionId}`)) as LetterPage;
      const [first, second, third] = letters;
      const { line } = JSON.parse(await get(`letter?function=${functionId}&id=${first?.id}`)) as ShownLetter;
      await post('edit', { line });
      await post('remove', { ids: [second?.id] });
      await post('replay', { ids: [third?.id] });
      await post('replay', { where: [] });
      await eventually(async () => (await admin.xlen('{payments}:dead-letter:Shop.onPayment')) === 0);
      await post('pause', { forInMs: 60_000 });
      await post('resume', {});
      await post('send', { text: '{"amount":7}' });
      await post('send', { text: '{"amount":7}', delayInMs: 3_600_000 });
      await post('send', { functionId: 'Shop.onOrder', text: 'tea' });
      await post('send', { functionId: 'Shop.onNews', text: 'open' });
    } finally {
      await program.end();
      project.compile({ 'shop.ts': shop });
    }
    await expectNothingDenied('the page');
  });

  it('a command ends with 5 for a user that may not do what it needs, and names what is missing', async () => {
    await limit();
    for (const args of [
      ['status'],
      ['pause', 'Shop.onOrder'],
      ['send', 'Shop.onOrder', 'tea'],
      ['dead', 'replay', 'Shop.onPayment', '--all', '--yes'],
    ]) {
      const { exitCode, stdout, stderr } = await run(...args);
      expect({ exitCode, stdout }, args.join(' ')).to.deep.equal({ exitCode: 5, stdout: '' });
      expect(stderr, args.join(' ')).to.match(
        /^error: .*the user of the connection may not do this \(NOPERM .*\[REDIS_FORBIDDEN\]\n$/,
      );
    }
    const { document } = await runForJson(['pause', 'Shop.onOrder'], {
      cwd: project.folder,
      env: { shop: server.url.replace('//', '//shop:secret@') },
    });
    expect(document).to.have.nested.property('error.code', 'REDIS_FORBIDDEN');
  });
});
