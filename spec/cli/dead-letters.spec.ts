import { IsInt } from 'class-validator';
import { expect } from 'chai';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { addDeadPayments } from './support/fill-shop.js';
import { Project } from './support/project.js';
import { runAtTerminal, runCommand, runForJson } from './support/run-command.js';
import { runHere, runHereForJson, type HereSurroundings } from './support/run-here.js';
import { describeOnServer, describeOnServers } from './support/servers.js';

class Order {
  @IsInt()
  id!: number;
}

class Shop {
  @RedisListTrigger({ connection: 'shop', key: 'orders returns', payload: Order })
  onOrder(@Payload() _order: Order): void {}

  @RedisStreamTrigger({ connection: 'shop', key: 'payments' })
  onPayment(_payment: RedisMessageModel): void {}

  @RedisPubSubTrigger({ connection: 'shop', channel: 'news', deadLetter: true })
  onNews(_news: RedisMessageModel): void {}
}

/** The same in a file, for the commands that are run as a process. */
const handlers = `import { RedisMessageModel, RedisPubSubTrigger, RedisListTrigger, RedisStreamTrigger } from 'redis-triggers';

export class Shop {
  @RedisListTrigger({ connection: 'shop', key: 'orders returns' })
  onOrder(_order: RedisMessageModel): void {}

  @RedisStreamTrigger({ connection: 'shop', key: 'payments' })
  onPayment(_payment: RedisMessageModel): void {}

  @RedisPubSubTrigger({ connection: 'shop', channel: 'news', deadLetter: true })
  onNews(_news: RedisMessageModel): void {}
}
`;

const ofPayments = '{payments}:dead-letter:Shop.onPayment';
const ofOrders = '{orders}:dead-letter:Shop.onOrder';

let project: Project;

before(() => {
  project = new Project();
  project.compile({ 'shop.ts': handlers });
});
after(() => project[Symbol.dispose]());

describeOnServers('redis-triggers dead', (redis) => {
  // With a password in the settings that must be shown nowhere.
  const surroundings = (
    input?: string | Buffer,
  ): { cwd: string; env: NodeJS.ProcessEnv; input?: string | Buffer } => ({
    cwd: project.folder,
    env: { shop: redis.url.replace('//', '//default:hunter2-secret@') },
    ...(input !== undefined && { input }),
  });
  const here = (): HereSurroundings => ({
    handlers: [Shop],
    connections: { shop: surroundings().env.shop ?? '' },
  });
  const dead = (...args: string[]): ReturnType<typeof runHere> => runHere(['dead', ...args], here());
  const deadAsJson = (...args: string[]): ReturnType<typeof runHereForJson> =>
    runHereForJson(['dead', ...args], here());
  const inFolder = (file: string): string => join(project.folder, file);
  const letters = (key = ofPayments): Promise<number> => redis.client.xlen(key);

  /** An order that failed for good. */
  const addDeadOrder = (
    id: string,
    body: string | Buffer,
    message = 'no stock',
    key = 'orders',
  ): Promise<unknown> =>
    redis.client.xadd(
      `{${key}}:dead-letter:Shop.onOrder`,
      id,
      ...[
        'functionId',
        'Shop.onOrder',
        'kind',
        'list',
        'source',
        key,
        'reason',
        'handler-failed',
        'errorName',
        'Error',
      ],
      ...[
        'errorMessage',
        message,
        'errorStack',
        `Error: ${message}\n    at Shop.onOrder (shop.js:1:1)`,
        'attempts',
        '3',
      ],
      ...['failedAt', '2026-01-01T00:00:00.000Z', 'body', body],
    );

  before(async () => {
    // The server takes any password of a user that needs none, as long as it has one that does.
    await redis.client
      .call('ACL', 'SETUSER', 'default', 'on', '>hunter2-secret', 'nopass')
      .catch(() => undefined);
  });

  it('counts those of every function, as a process', async () => {
    await addDeadPayments(redis.client, 3);
    const args = ['dead', 'list', '--handlers', 'shop.js'];
    expect(await runCommand(args, surroundings())).to.deep.equal({
      exitCode: 0,
      stdout: `FUNCTION        DEAD  NEWEST
Shop.onOrder       0       –
Shop.onPayment     3     10d
Shop.onNews        0       –
`,
      stderr: '',
    });
    const { document } = await runForJson(args, surroundings());
    expect(document).to.have.lengthOf(3);
    expect((document as object[])[0]).to.deep.equal({ functionId: 'Shop.onOrder', deadLetters: 0 });
    expect((document as object[])[1]).to.have.keys('functionId', 'deadLetters', 'newestAt');
  });

  it('lists the newest of all keys first, and says how many more there are', async () => {
    await addDeadOrder('1-1', '{"id":1}');
    await addDeadOrder('2-1', '{"id":2}', 'no stock', 'returns');
    await addDeadOrder('3-1', '{"id":3}', 'no \u001b[31mstock');
    const { exitCode, document } = await deadAsJson('list', 'Shop.onOrder');
    expect(exitCode).to.equal(0);
    const { letters: listed, ...look } = document as { letters: { id: string; source: string }[] };
    expect(look).to.deep.equal({ functionId: 'Shop.onOrder', total: 3, lookedAt: 3, matched: 3 });
    expect(listed.map(({ id, source }) => `${id} ${source}`)).to.deep.equal([
      '3-1 orders',
      '2-1 returns',
      '1-1 orders',
    ]);
    const { stdout } = await dead('list', 'Shop.onOrder', '--limit', '1');
    expect(
      stdout
        .replace(/ \d+d(\d+h)? /, ' 9d ')
        .replace(/  +/g, ' ')
        .split('\n')
        .slice(1),
    ).to.deep.equal([
      '3-1 9d 3 994c93ed handler-failed Error: no \\x1b[31mstock',
      'The latest 1 of 3 dead letters.',
      '',
    ]);
  });

  it('says of a function without any that it has none', async () => {
    expect((await dead('list', 'Shop.onNews')).stdout).to.equal('Shop.onNews has no dead letters.\n');
    expect((await deadAsJson('list', 'Shop.onNews', '--group')).document).to.deep.equal({
      functionId: 'Shop.onNews',
      total: 0,
      lookedAt: 0,
      matched: 0,
      groups: [],
    });
    expect(await dead('replay', 'Shop.onNews', '--all')).to.deep.equal({
      exitCode: 0,
      stdout: 'Put back 0 dead letters of Shop.onNews.\n',
      stderr: '',
    });
  });

  it('groups by error, ids and numbers aside, and chooses by what is in them', async () => {
    for (const index of [1, 2, 3]) {
      await addDeadOrder(
        `${index}-0`,
        `{"id":${index},"by":{"name":"ada"}}`,
        `order ${index} of 3 has no stock`,
      );
    }
    await addDeadOrder('4-0', '{"id":9007199254740993}', 'the shop is closed');
    const { document } = await deadAsJson('list', 'Shop.onOrder', '--group');
    const at = '2026-01-01T00:00:00.000Z';
    const { groups } = document as { groups: { group: string }[] };
    const [first, second] = groups;
    expect(document).to.deep.equal({
      functionId: 'Shop.onOrder',
      total: 4,
      lookedAt: 4,
      matched: 4,
      groups: [
        {
          group: first?.group,
          reason: 'handler-failed',
          error: 'Error',
          message: 'order # of # has no stock',
          count: 3,
          firstAt: at,
          lastAt: at,
        },
        {
          group: second?.group,
          reason: 'handler-failed',
          error: 'Error',
          message: 'the shop is closed',
          count: 1,
          firstAt: at,
          lastAt: at,
        },
      ],
    });
    const matched = async (...where: string[]): Promise<string[]> => {
      const options = where.flatMap((each) => ['--where', each]);
      const found = (await deadAsJson('list', 'Shop.onOrder', ...options)).document as {
        letters: { id: string }[];
      };
      return found.letters.map(({ id }) => id);
    };
    expect(await matched(`group=${first?.group}`, 'payload.id=2')).to.deep.equal(['2-0']);
    expect(await matched('payload.by.name=ada', 'attempts=3')).to.deep.equal(['3-0', '2-0', '1-0']);
    expect(await matched('payload.id=9007199254740993')).to.deep.equal(['4-0']);
    expect(await matched('payload.id=9007199254740992')).to.deep.equal([]);
    expect(await dead('list', 'Shop.onOrder', '--where', 'payload.id=1', '--latest', '2')).to.deep.include({
      stdout: '0 of the latest 2 of 4 dead letters match.\n',
    });
  });

  it('shows everything of one, bytes escaped and no secret', async () => {
    await addDeadOrder(
      '5-5',
      Buffer.from('\u001b[2Jhunter2-secret \xff', 'latin1'),
      'refused hunter2-secret',
    );
    const { exitCode, stdout } = await dead('show', 'Shop.onOrder', '5-5');
    expect(exitCode).to.equal(0);
    expect(stdout.replace(/\d+d(\d+h)? ago/, '9d ago')).to.equal(`id        5-5
function  Shop.onOrder
kept in   {orders}:dead-letter:Shop.onOrder
source    orders
failed    9d ago
reason    handler-failed
attempts  3
group     ${/group +(\w+)/.exec(stdout)?.[1]}
error     Error: refused ***
  at Shop.onOrder (shop.js:1:1)
message
  \\x1b[2J*** \\xff
`);
  });

  it('shows that of the key that is named, where two keys have one of the same id', async () => {
    await addDeadOrder('5-5', '{"id":1}', 'of orders');
    await addDeadOrder('5-5', '{"id":2}', 'of returns', 'returns');
    const show = ['show', 'Shop.onOrder', '5-5'];
    const shown = await deadAsJson(...show, '--key', 'returns');
    expect(shown).to.have.property('exitCode', 0);
    expect(shown.document).to.deep.include({ id: '5-5', source: 'returns', body: '{"id":2}' });
    expect(await dead(...show)).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr: 'error: 5-5 is a dead letter of each of orders, returns. Say which one with --key\n',
    });
    expect(await dead(...show, '--key', 'payments')).to.deep.equal({
      exitCode: 1,
      stdout: '',
      stderr:
        'error: Shop.onOrder: there is no dead letter 5-5 of payments. See which there are: `redis-triggers dead list <function>`. [DEAD_LETTER_UNKNOWN]\n',
    });
  });

  it('shows an entry as one document, with its fields in order', async () => {
    await addDeadPayments(redis.client, 1);
    const { document } = await deadAsJson('show', 'Shop.onPayment', '1760000000000-0');
    const { failedAt, ...rest } = document as { failedAt: string };
    expect(new Date(failedAt).toISOString()).to.equal(failedAt);
    expect(rest).to.deep.equal({
      functionId: 'Shop.onPayment',
      key: ofPayments,
      id: '1760000000000-0',
      kind: 'stream',
      source: 'payments',
      reason: 'handler-failed',
      error: { name: 'RangeError', message: 'the bank is closed' },
      group: 'ad0ea512',
      attempts: 1,
      entryId: '1-1',
      deliveryCount: 1,
      fields: [
        ['amount', '0'],
        ['by', 'ada'],
      ],
    });
  });

  it('names what is wrong', async () => {
    await addDeadPayments(redis.client, 1);
    const wrong = async (...args: string[]): Promise<string> => {
      const { exitCode, stderr } = await dead(...args);
      return `${exitCode} ${stderr.trim()}`;
    };
    expect(await wrong('show', 'Shop.onPayment', '1-1')).to.equal(
      '1 error: Shop.onPayment: there is no dead letter 1-1. See which there are: `redis-triggers dead list <function>`. [DEAD_LETTER_UNKNOWN]',
    );
    expect(await wrong('show', 'Shop.onPayment', 'x')).to.equal(
      '2 error: "x" is no id of a dead letter. dead list shows their ids',
    );
    expect(await wrong('replay', 'Shop.onPayment')).to.equal(
      '2 error: no dead letters are named. Write their ids, or --all, --where or --group',
    );
    expect(await wrong('replay', 'Shop.onPayment', '1-1', '--all')).to.equal(
      '2 error: ids cannot be combined with --all, --where and --group',
    );
    expect(await wrong('replay', 'Shop.onPayment', '--all', '--rate', 'fast')).to.equal(
      '2 error: "fast" is no rate. Write one such as 50/s, 30/m or 0.5/s',
    );
    expect(await wrong('list', 'Shop.onPayment', '--where', 'x')).to.equal(
      '2 error: "x" compares no field. Write --where field=value, such as reason=timed-out',
    );
    expect(await wrong('list', 'Shop.onOrder', '--where', 'x=1')).to.equal(
      '2 error: a dead letter of a list function has no field x, but id, reason, error, group, source, attempts and payload.<path>',
    );
    expect(await wrong('list', 'Shop.onPaymnt')).to.match(
      /^2 .*Did you mean "Shop.onPayment"\? \[FUNCTION_UNKNOWN\]$/,
    );
    expect(await wrong('import', 'Shop.onOrder', 'none.ndjson')).to.match(
      /^2 error: none.ndjson cannot be read/,
    );
    expect(await letters()).to.equal(1);
  });

  it('replays those that are chosen, and looks first where it is asked to', async () => {
    await addDeadPayments(redis.client, 4);
    expect(await dead('replay', 'Shop.onPayment', '--group', 'ad0ea512', '--dry-run')).to.deep.equal({
      exitCode: 0,
      stdout: 'Would put back 2 dead letters of Shop.onPayment.\n',
      stderr: '',
    });
    expect(await letters()).to.equal(4);
    expect(await dead('replay', 'Shop.onPayment', '--group', 'ad0ea512', '--yes')).to.deep.include({
      exitCode: 0,
      stdout: 'Put back 2 dead letters of Shop.onPayment.\n',
    });
    expect(await dead('replay', 'Shop.onPayment', '1760000000001-0', '1-1')).to.deep.include({
      exitCode: 1,
      stdout: 'Put back 1 dead letter of Shop.onPayment.\nThere is no dead letter 1-1.\n',
    });
    expect(await deadAsJson('replay', 'Shop.onPayment', '--all', '--yes')).to.deep.equal({
      exitCode: 0,
      document: {
        functionId: 'Shop.onPayment',
        dryRun: false,
        chosen: 1,
        missing: [],
        refusals: [],
        gone: 0,
        refused: 0,
        replayed: 1,
        failedAgain: 0,
      },
    });
    const entries = await redis.client.xrange('payments', '-', '+');
    expect(entries.map(([, [, amount]]) => amount)).to.deep.equal(['0', '2', '1', '3']);
    expect(await letters()).to.equal(0);
  });

  it('leaves what Redis refuses to put back, and goes on', async () => {
    await addDeadOrder('1-0', '{"id":1}');
    await addDeadOrder('2-0', '{"id":2}', 'no stock', 'returns');
    await redis.client.set('orders', 'text');
    const { exitCode, document } = await deadAsJson('replay', 'Shop.onOrder', '--all', '--yes');
    expect(exitCode).to.equal(1);
    expect(document).to.deep.include({ chosen: 2, replayed: 1, refused: 1, gone: 0 });
    expect(document).to.have.nested.property('refusals[0].id', '1-0');
    expect(await redis.client.lrange('returns', 0, -1)).to.deep.equal(['{"id":2}']);
    expect(await letters(ofOrders)).to.equal(1);
  });

  it('refuses to change much where nobody can be asked', async () => {
    await addDeadPayments(redis.client, 2);
    for (const how of ['replay', 'remove']) {
      const { exitCode, document } = await deadAsJson(how, 'Shop.onPayment', '--all');
      expect(exitCode).to.equal(2);
      expect(document).to.have.nested.property('error.code', 'CONFIRMATION_NEEDED');
    }
    expect(await letters()).to.equal(2);
  });

  it('exports every byte, and an import of standard input puts it back, as a process', async () => {
    const body = Buffer.from([0x00, 0xff, 0x0a, 0x80]);
    const fields = [
      Buffer.from('a'),
      body,
      Buffer.from('a'),
      Buffer.from('\u2028"ü\n'),
      body,
      Buffer.from(''),
    ];
    const known = [
      'functionId',
      'Shop.onPayment',
      'kind',
      'stream',
      'source',
      'payments',
      'entryId',
      '1-1',
      'deliveryCount',
      '1',
    ];
    const failure = [
      'reason',
      'rejected',
      'errorName',
      'Reject',
      'errorMessage',
      '',
      'errorStack',
      '',
      'attempts',
      '1',
    ];
    const original = fields.map((each, index) =>
      index % 2 === 0 ? Buffer.concat([Buffer.from('field:'), each]) : each,
    );
    await redis.client.xadd(
      ofPayments,
      '7-0',
      ...known,
      ...failure,
      'failedAt',
      '2026-01-01T00:00:00.000Z',
      ...original,
    );
    const { exitCode, stdout } = await dead('export', 'Shop.onPayment');
    expect(exitCode).to.equal(0);
    expect(stdout.split('\n')).to.have.lengthOf(2);
    expect(JSON.parse(stdout)).to.deep.include({
      fields: [
        ['a', { base64: 'AP8KgA==' }],
        ['a', '\u2028"ü\n'],
        [{ base64: 'AP8KgA==' }, ''],
      ],
    });
    expect((await deadAsJson('export', 'Shop.onPayment')).document).to.deep.equal({
      letters: [JSON.parse(stdout)],
      functionId: 'Shop.onPayment',
      exported: 1,
    });
    await redis.client.del(ofPayments);
    const args = ['dead', 'import', 'Shop.onPayment', '-', '--again', '--handlers', 'shop.js'];
    expect(await runCommand(args, surroundings(stdout))).to.deep.equal({
      exitCode: 0,
      stdout: 'Put back 1 message of Shop.onPayment.\n',
      stderr: '',
    });
    const [entry] = (await redis.client.xrangeBuffer('payments', '-', '+')) as [Buffer, Buffer[]][];
    expect(entry?.[1]).to.deep.equal(fields);
  });

  it('puts back what was edited, and refuses lines that are wrong by their number', async () => {
    await addDeadOrder('1-0', '{"id":"one"}');
    await addDeadOrder('2-0', '{"id":2}');
    await addDeadOrder('3-0', '{"id":"three"}');
    const file = inFolder('orders.ndjson');
    rmSync(file, { force: true });
    expect((await dead('export', 'Shop.onOrder', '--to', file)).stdout).to.equal(
      `Exported 3 dead letters of Shop.onOrder to ${file}.\n`,
    );
    expect(await dead('export', 'Shop.onOrder', '--to', file)).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr: `error: ${file} exists already. Name another file\n`,
    });
    const [one = '', two = '', three = ''] = readFileSync(file, 'utf8').split('\n');
    const edited = one.replace('{\\"id\\":\\"one\\"}', '{\\"id\\":1}');
    const lines = [edited, '{broken', '', two, three, two.replace('Shop.onOrder', 'Shop.onPayment'), edited];
    project.write({ 'orders.ndjson': lines.join('\n') });
    const refusals = `line 2: it is no JSON (Expected property name or '}' in JSON at position 1)
line 5: Shop.onOrder: the payload is invalid
line 6: it is of the function "Shop.onPayment", not of Shop.onOrder
`;
    const shortened = (text: string): string =>
      text.replace(/(in JSON at position 1).*\)/g, '$1)').replace(/(the payload is invalid).*/g, '$1');
    const dry = await dead('import', 'Shop.onOrder', file, '--dry-run');
    expect({ ...dry, stderr: shortened(dry.stderr) }).to.deep.equal({
      exitCode: 1,
      stdout: 'Would put back 3 messages of Shop.onOrder.\nRefused 3 lines, and changed nothing for them.\n',
      stderr: refusals,
    });
    expect(await letters(ofOrders)).to.equal(3);
    const { exitCode, stdout, stderr } = await dead('import', 'Shop.onOrder', file);
    expect({ exitCode, stdout, stderr: shortened(stderr) }).to.deep.equal({
      exitCode: 1,
      stdout: 'Put back 2 messages of Shop.onOrder.\nRefused 4 lines, and changed nothing for them.\n',
      stderr: `${refusals}line 7: its dead letter 1-0 is gone\n`,
    });
    expect((await redis.client.lrange('orders', 0, -1)).sort()).to.deep.equal(['{"id":1}', '{"id":2}']);
    expect(await redis.client.xrange(ofOrders, '-', '+')).to.have.nested.property('[0][0]', '3-0');
    expect(await letters(ofOrders)).to.equal(1);
    const again = await deadAsJson('import', 'Shop.onOrder', file);
    expect(again.exitCode).to.equal(1);
    expect(again.document).to.deep.include({ dryRun: false, imported: 0, refused: 6 });
    expect(
      (again.document as { problems: { line: number }[] }).problems.map(({ line }) => line),
    ).to.deep.equal([1, 2, 4, 5, 6, 7]);
  });

  it('publishes what a channel function gave up', async () => {
    const listener = redis.client.duplicate();
    await listener.subscribe('news');
    const heard = new Promise(
      (resolve) => void listener.once('message', (_channel, message) => resolve(message)),
    );
    const known = [
      'functionId',
      'Shop.onNews',
      'kind',
      'pubsub',
      'source',
      'news',
      'reason',
      'rejected',
      'errorName',
      'Reject',
    ];
    await redis.client.xadd(
      '{news}:dead-letter:Shop.onNews',
      '1-0',
      ...known,
      'attempts',
      '1',
      'failedAt',
      '2026-01-01T00:00:00.000Z',
      'body',
      'old',
    );
    const { stdout } = await dead('export', 'Shop.onNews');
    project.write({ 'news.ndjson': stdout.replace('"old"', '"new"') });
    expect((await dead('import', 'Shop.onNews', inFolder('news.ndjson'))).exitCode).to.equal(0);
    expect(await heard).to.equal('new');
    expect(await letters('{news}:dead-letter:Shop.onNews')).to.equal(0);
    listener.disconnect();
  });
});

describeOnServer('redis-triggers dead, at a terminal', (redis) => {
  const letters = (): Promise<number> => redis.client.xlen(ofPayments);

  it('asks at a terminal, and shows a bar', async () => {
    await addDeadPayments(redis.client, 3);
    const ask = (typed: string): ReturnType<typeof runAtTerminal> =>
      runAtTerminal(
        ['dead', 'remove', 'Shop.onPayment', '--all', '--handlers', 'shop.js', '--no-color'],
        { cwd: project.folder, env: { shop: redis.url } },
        typed,
      );
    const refused = await ask('n\n');
    expect(refused.exitCode).to.equal(1);
    expect(refused.screen)
      .to.include('Remove 3 dead letters of Shop.onPayment? [y/N] ')
      .and.include('Nothing was removed.\n');
    const given = await ask('\u0003');
    expect(given.exitCode, given.screen).to.equal(1);
    expect(await letters()).to.equal(3);
    const { exitCode, screen } = await ask('y\n');
    expect(exitCode).to.equal(0);
    expect(screen).to.include('▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ 3 of 3\nRemoved 3 dead letters of Shop.onPayment.\n');
    expect(await letters()).to.equal(0);
  });
});
