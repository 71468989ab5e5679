import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningProgram } from '../support/running-program.js';
import { addDeadPayments } from './support/fill-shop.js';
import { Project } from './support/project.js';
import { runAtTerminal, runCommand, runForJson, type CommandResult } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';
import { shop } from './support/shop.js';

const key = '{payments}:dead-letter:Shop.onPayment';

describeOnServers('redis-triggers dead', (redis) => {
  let project: Project;

  before(() => {
    project = new Project();
    project.compile({ 'shop.ts': shop });
  });
  after(() => project[Symbol.dispose]());

  const surroundings = (): { cwd: string; env: NodeJS.ProcessEnv } => ({
    cwd: project.folder,
    env: { shop: redis.url, REDIS_TRIGGERS_HANDLERS: join(project.folder, 'shop.js') },
  });
  const dead = (...args: string[]): Promise<CommandResult> => runCommand(['dead', ...args], surroundings());

  it('lists dead letters by how they failed, or each, or those with a value', async () => {
    await addDeadPayments(redis.client, 3);
    expect(await dead('list')).to.deep.equal({
      exitCode: 0,
      stdout: `COUNT  FUNCTION        REASON          ERROR                             FIRST     LAST
    2  Shop.onPayment  handler-failed  RangeError: the bank is closed  10d ago  10d ago
    1  Shop.onPayment  handler-failed  TypeError: the amount is odd    10d ago  10d ago
`,
      stderr: '',
    });
    const { document } = await runForJson(
      ['dead', 'list', 'Shop.onPayment', '--where', 'amount=1'],
      surroundings(),
    );
    const id = (await redis.client.xrange(key, '-', '+'))[1]?.[0];
    expect(document).to.have.length(1);
    expect(document).to.have.nested.property('[0].id', id);
    const shown = await dead('list', 'Shop.onPayment', '--where', 'error=TypeError', '--where', 'by=ada');
    expect(shown.stdout.split('\n')[1]).to.match(
      /^\d+-\d+ +payments +handler-failed +TypeError: the amount is odd +10d ago$/,
    );
    expect((await dead('list', 'Shop.onPayment', '--where', 'amount=9')).stdout).to.equal(
      'There are no such dead letters.\n',
    );
    expect((await runForJson(['dead', 'list', 'Shop.onOrder'], surroundings())).document).to.deep.equal([]);
  });

  it('shows one with its message', async () => {
    await addDeadPayments(redis.client, 1);
    const id = (await redis.client.xrange(key, '-', '+'))[0]?.[0] ?? '';
    const { exitCode, stdout } = await dead('show', 'Shop.onPayment', id);
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(
      /^id {8}\d+-\d+\nfunction {2}Shop\.onPayment\nsource {4}payments\nentry {5}1-1\nreason {4}handler-failed\nattempts {2}1\nfailed {4}\S+\nmessage\n {2}amount = 0\n {2}by = ada\nerror\n {2}RangeError: the bank is closed\n$/,
    );
    expect(await dead('show', 'Shop.onPayment', '1-1')).to.deep.include({
      exitCode: 2,
      stderr: 'error: Shop.onPayment has no dead letter 1-1\n',
    });
  });

  it('asks before it replays or removes many, and refuses where nobody can be asked', async () => {
    await addDeadPayments(redis.client, 3);
    for (const change of ['replay', 'remove']) {
      const refused = await dead(change, 'Shop.onPayment');
      expect(refused).to.have.property('exitCode', 2);
      expect(refused.stderr).to.match(
        /3 dead letters of Shop\.onPayment\?" cannot be asked without a terminal\. .*--yes\. \[CONFIRMATION_NEEDED\]\n$/,
      );
    }
    const no = await runAtTerminal(['dead', 'replay', 'Shop.onPayment'], surroundings(), 'n\n');
    expect(no).to.have.property('exitCode', 1);
    expect(await redis.client.xlen(key)).to.equal(3);
    expect((await dead('replay', 'Shop.onPayment', '--dry-run')).stdout).to.equal('3 would be replayed.\n');
    const yes = await runAtTerminal(['dead', 'replay', 'Shop.onPayment'], surroundings(), 'y\n');
    expect(yes).to.have.property('exitCode', 0);
    expect(yes.screen).to.include('▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ 3 of 3 · replayed').and.include('3 of 3 replayed.');
    expect(await redis.client.xlen('payments')).to.equal(3);
  });

  it('replays one by its id without asking, and those with a value', async () => {
    await addDeadPayments(redis.client, 4);
    const id = (await redis.client.xrange(key, '-', '+'))[0]?.[0] ?? '';
    expect((await dead('replay', 'Shop.onPayment', id)).stdout).to.equal('1 of 1 replayed.\n');
    const where = ['--where', 'error=TypeError', '--yes'];
    expect((await dead('remove', 'Shop.onPayment', ...where)).stdout).to.equal('2 of 2 removed.\n');
    expect(await redis.client.xlen(key)).to.equal(1);
    expect((await redis.client.xrange('payments', '-', '+'))[0]?.[1]).to.deep.equal([
      'amount',
      '0',
      'by',
      'ada',
    ]);
  });

  it('replays 10,000, also two commands at once, and none twice', async () => {
    await addDeadPayments(redis.client, 10_000);
    const args = ['dead', 'replay', 'Shop.onPayment', '--yes'];
    const both = await Promise.all([runForJson(args, surroundings()), runForJson(args, surroundings())]);
    const done = both.map(({ document }) => (document as { done: number }).done);
    expect(both.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0]);
    expect(done.reduce((sum, each) => sum + each, 0)).to.equal(10_000);
    const amounts = (await redis.client.xrange('payments', '-', '+')).map(([, [, amount]]) => amount);
    expect(new Set(amounts).size).to.equal(10_000);
    expect(await redis.client.xlen(key)).to.equal(0);
  });

  it('goes on where a replay was interrupted, without losing any', async () => {
    await addDeadPayments(redis.client, 100);
    const { env } = surroundings();
    const args = ['dead', 'replay', 'Shop.onPayment', '--yes', '--rate', '20'];
    const program = new RunningProgram('package/cli/main.js', args, env);
    await program.until(() => program.stderr.includes('of 100'));
    program.signal('SIGINT');
    expect(await program.exit()).to.equal(1);
    expect(program.stdout).to.match(/^\d+ of 100 replayed\. It was interrupted: run it again to go on\.\n$/);
    const [left, back] = [await redis.client.xlen(key), await redis.client.xlen('payments')];
    expect(left).to.be.above(0);
    expect(left + back).to.equal(100);
    expect((await dead('replay', 'Shop.onPayment', '--yes')).stdout).to.equal(
      `${left} of ${left} replayed.\n`,
    );
    expect(await redis.client.xlen('payments')).to.equal(100);
  });

  it('exports byte for byte, and imports what was edited: once, however often', async () => {
    const bytes = Buffer.from([0, 255, 10, 34]);
    await addDeadPayments(redis.client, 2);
    const add = redis.client.xadd.bind(redis.client) as (...args: (string | Buffer)[]) => Promise<string>;
    const known = ['functionId', 'Shop.onPayment', 'kind', 'stream', 'source', 'payments', 'entryId', '9-9'];
    const failure = [
      'deliveryCount',
      '2',
      'reason',
      'timed-out',
      'errorName',
      'E',
      'errorMessage',
      'é',
      'errorStack',
      '',
    ];
    const facts = ['attempts', '3', 'failedAt', '2026-01-02T03:04:05.678Z'];
    await add(key, '*', ...known, ...failure, ...facts, 'field:raw', bytes, 'field:raw', 'twice');
    const { stdout } = await dead('export', 'Shop.onPayment');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).to.have.length(3);
    const { id, ...last } = JSON.parse(lines[2] ?? '') as { id: string };
    expect(id).to.match(/^\d+-\d+$/);
    expect(last).to.deep.equal({
      functionId: 'Shop.onPayment',
      kind: 'stream',
      source: 'payments',
      reason: 'timed-out',
      error: { name: 'E', message: 'é' },
      attempts: 3,
      failedAt: '2026-01-02T03:04:05.678Z',
      entryId: '9-9',
      deliveryCount: 2,
      fields: [
        ['raw', { base64: bytes.toString('base64') }],
        ['raw', 'twice'],
      ],
    });
    const before = await redis.client.xrangeBuffer(key, '-', '+');
    project.write({ 'same.ndjson': stdout });
    expect((await dead('import', 'Shop.onPayment', 'same.ndjson', '--no-replay')).stdout).to.equal(
      '3 imported, 0 replayed.\n',
    );
    const after = await redis.client.xrangeBuffer(key, '-', '+');
    expect(after.map(([, fields]) => fields)).to.deep.equal(before.map(([, fields]) => fields));
    const again = await dead('import', 'Shop.onPayment', 'same.ndjson');
    expect(again.stdout).to.equal('0 imported, 0 replayed. 3 were no longer there.\n');
    const edited = (await dead('export', 'Shop.onPayment')).stdout.replace(
      '["amount","1"]',
      '["amount","100"]',
    );
    const given = await runCommand(['dead', 'import', 'Shop.onPayment'], {
      ...surroundings(),
      input: edited,
    });
    expect(given.stdout).to.equal('3 imported, 3 replayed.\n');
    const entries = await redis.client.xrangeBuffer('payments', '-', '+');
    expect(entries.map(([, fields]) => fields)).to.deep.equal([
      ['amount', '0', 'by', 'ada'].map((each) => Buffer.from(each)),
      ['amount', '100', 'by', 'ada'].map((each) => Buffer.from(each)),
      [Buffer.from('raw'), bytes, Buffer.from('raw'), Buffer.from('twice')],
    ]);
    expect(await redis.client.xlen(key)).to.equal(0);
    expect((await dead('import', 'Shop.onPayment', 'same.ndjson', '--add')).stdout).to.equal(
      '3 imported, 3 replayed.\n',
    );
    expect(readFileSync(join(project.folder, 'same.ndjson'), 'utf8')).to.equal(stdout);
  });

  it('names the line of a file that is no dead letter', async () => {
    await addDeadPayments(redis.client, 1);
    const { stdout } = await dead('export', 'Shop.onPayment');
    project.write({ 'wrong.ndjson': `${stdout}{"id":"1-1"}\n` });
    const { exitCode, stderr } = await dead('import', 'Shop.onPayment', 'wrong.ndjson');
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(
      /^error: wrong\.ndjson:2: `functionId` is missing\. .* \[DEAD_LETTER_FILE_INVALID\]\n$/,
    );
    const missing = await dead('import', 'Shop.onPayment', 'nowhere.ndjson');
    expect(missing).to.have.property('exitCode', 2);
    expect(missing.stderr).to.match(/^error: nowhere\.ndjson cannot be read: ENOENT/);
  });
});
