import { expect } from 'chai';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { parseLetterLine } from '../../lib/dead-letter-tools/parse-letter-line.js';
import type { LetterLine } from '../../lib/dead-letter-tools/letter-line.js';
import { deadLetterKey } from '../../lib/dead-letters/dead-letter-key.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type { CommandClient } from '../../lib/redis/commands/clients.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { createPage } from '../../lib/ui/create-page.js';
import type { Activity } from '../../lib/ui/changing/activity.js';
import { answerExport } from '../../lib/ui/http/answer-export.js';
import { download } from '../../lib/ui/http/answers.js';
import { nodeHandler, type Answer } from '../../lib/ui/http/node-handler.js';
import { exportLetters } from '../../lib/ui/reading/export-letters.js';
import type { PageChange, PageOptions, PageRequest } from '../../lib/ui/page-options.js';
import type { Observer } from '../../lib/ui/reading/observer.js';
import { describeClasses } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { senderOf } from '../support/sender-of.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';
import { deadPaymentsOf, writeDeadPayments } from './incident.js';
import { PageServer } from './page-server.js';

const connection = redisName;

class Shop {
  @RedisStreamTrigger({ connection, key: 'payments' })
  onPayment(): void {
    // Never reached.
  }

  @RedisListTrigger({ connection, key: 'orders' })
  onOrder(): void {
    // Never reached.
  }
}

const payment = 'Shop.onPayment';
const descriptors = new Map(describeClasses([Shop]).functions.map((each) => [each.id, each]));

describeOnRedis('the export of the page', (redis) => {
  let server: PageServer;
  let changes: Recorder<PageChange>;

  afterEach(() => server.close());

  async function serve(options: Partial<PageOptions> = {}): Promise<(request: Request) => Promise<Response>> {
    changes = new Recorder();
    const runtime = await redis.createRuntime([Shop]);
    const page = createPage({ runtime, onChange: changes.add, ...options });
    server = await PageServer.start(page.handler);
    return page.fetch;
  }

  const linesOf = (text: string): LetterLine[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LetterLine);

  it('is a file of lines that `dead import` takes, the oldest first, byte for byte', async () => {
    await serve({ authorize: () => ({ who: 'ada' }) });
    const bytes = Buffer.from([0, 255, 254]);
    const known = ['functionId', 'Shop.onOrder', 'kind', 'list', 'source', 'orders', 'errorName', 'Error'];
    for (const body of ['{"id":12345678901234567890}', bytes])
      await redis.client.xadd(deadLetterKey('orders', 'Shop.onOrder'), '*', ...known, 'body', body);
    const { status, headers, text } = await server.get('api/export', { function: 'Shop.onOrder' });
    expect(status).to.equal(200);
    expect(headers['content-disposition']).to.equal(
      'attachment; filename="dead-letters-Shop.onOrder.ndjson"',
    );
    expect(headers['content-type']).to.equal('application/x-ndjson; charset=utf-8');
    expect(linesOf(text).map(({ body }) => body)).to.deep.equal([
      '{"id":12345678901234567890}',
      { base64: bytes.toString('base64') },
    ]);
    const descriptor = descriptors.get('Shop.onOrder');
    if (!descriptor) throw new Error('it is not known');
    const again = text
      .trimEnd()
      .split('\n')
      .map((line) => parseLetterLine(Buffer.from(line), descriptor).message);
    expect(again.map((message) => 'body' in message && message.body.toString('latin1'))).to.deep.equal([
      '{"id":12345678901234567890}',
      bytes.toString('latin1'),
    ]);
    expect(changes.items.map(({ action, who, what, outcome }) => [action, who, what, outcome])).to.deep.equal(
      [['export', 'ada', 'exported 2 dead letters (all of them)', 'done']],
    );
  });

  it('is of all that match, and not of the latest ten thousand', async () => {
    await serve();
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 12_000, invalid: 17 }));
    const all = await server.get('api/export', { function: payment });
    expect(linesOf(all.text)).to.have.length(12_017);
    const some = await server.get('api/export', { function: payment, where: 'error=PayloadError' });
    expect(linesOf(some.text).map(({ error }) => error.name)).to.deep.equal(
      Array.from({ length: 17 }, () => 'PayloadError'),
    );
  });

  it('reads no further than it is taken, and stops where whoever asked goes away', async () => {
    const fetchPage = await serve({ authorize: () => 'read' });
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 12_000, invalid: 0 }));
    const { body } = await fetchPage(new Request(`http://localhost/api/export?function=${payment}`));
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    const { what, outcome } = await changes.until(1).then(([first]) => first as PageChange);
    expect(outcome).to.equal('failed');
    const [, exported] =
      /^exported (\d+) dead letters \(all of them\), and then it was cut off$/.exec(what) ?? [];
    expect(Number(exported)).to.be.within(1, 1_000);
  });

  it('stops where the connection of whoever asked is cut', async () => {
    await serve();
    const padding = 'x'.repeat(10_000);
    const fat = [...deadPaymentsOf({ closed: 3_000, invalid: 0 })].map((each) => ({
      ...each,
      message: padding,
    }));
    await writeDeadPayments(redis.client, fat);
    const path = `/api/export?function=${payment}`;
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'data');
    response.destroy();
    const [change] = await changes.until(1);
    expect(change).to.include({ action: 'export', outcome: 'failed' });
    expect(change?.what).to.include('cut off');
  });

  it('does not look whole where Redis fails half-way', async () => {
    await serve();
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 3_000, invalid: 0 }));
    const descriptor = descriptors.get(payment);
    if (!descriptor) throw new Error('it is not known');
    const client = senderOf(redis.client);
    let reads = 0;
    const failing = {
      send: (command: RedisCommand) =>
        command[0] === 'XRANGE' && ++reads > 4
          ? Promise.reject(new Error('the line is cut'))
          : client.send(command),
    } as CommandClient;
    const ended: unknown[] = [];
    const lines = exportLetters(
      { descriptor, client: failing, scrub: (text) => text, payloads: 'shown' },
      [],
      (...how) => ended.push(how),
    );
    const cut = await PageServer.start(
      nodeHandler(() => Promise.resolve(download('x.ndjson', 'application/x-ndjson', lines))),
    );
    try {
      const error = await cut.get('').then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).to.have.property('code', 'ECONNRESET');
      expect(ended).to.have.length(1);
      expect(ended[0]).to.have.property('1', false);
    } finally {
      await cut.close();
    }
  });

  it('stands among the activity with the reason where Redis fails, before the first dead letter or half-way', async () => {
    await serve();
    const found = descriptors.get(payment);
    const scrub = (text: string): string => text.replaceAll('hunter22', '***');
    const away = new Error('hunter22 is away');
    const client = { send: () => Promise.reject(away) } as unknown as CommandClient;
    const noted: [what: string, outcome: string][] = [];
    const exportOn = (connect: () => Promise<CommandClient>): Promise<Answer> =>
      answerExport(
        { method: 'GET', url: `/api/export?function=${payment}` } as PageRequest,
        { can: { replay: false, remove: false, pause: false, send: false } },
        {
          observer: { find: () => found, source: { scrub } } as unknown as Observer,
          activity: {
            note: ({ what, outcome }: PageChange) => noted.push([what, outcome]),
          } as unknown as Activity,
          payloads: 'shown',
          connect,
        },
      );
    expect((await exportOn(() => Promise.reject(away))).status).to.equal(502);
    const { body } = await exportOn(() => Promise.resolve(client));
    const lines = (body as AsyncIterable<string>)[Symbol.asyncIterator]();
    expect(await lines.next().catch((error: unknown) => error)).to.equal(away);
    expect(noted).to.deep.equal([
      ['export: *** is away', 'failed'],
      ['exported 0 dead letters (all of them), and then it was cut off: *** is away', 'failed'],
    ]);
  });

  it('leaves out a message that holds a password of a connection, and says what else there is of it', async () => {
    const descriptor = descriptors.get('Shop.onOrder');
    if (!descriptor) throw new Error('it is not known');
    await serve();
    const known = ['functionId', 'Shop.onOrder', 'kind', 'list', 'source', 'orders', 'errorName', 'Error'];
    for (const body of ['tea', 'redis://:hunter22@shop'])
      await redis.client.xadd(deadLetterKey('orders', 'Shop.onOrder'), '*', ...known, 'body', body);
    let text = '';
    const scrub = (each: string): string => each.replaceAll('hunter22', '***');
    const client = senderOf(redis.client) as CommandClient;
    const open = { descriptor, client, scrub, payloads: 'shown' } as const;
    for await (const part of exportLetters(open, [], () => undefined)) text += part;
    const [first, second] = linesOf(text);
    expect(first).to.include({ body: 'tea' });
    expect(second)
      .to.include({ functionId: 'Shop.onOrder', source: 'orders' })
      .and.not.to.have.property('body');
    expect(text).not.to.include('hunter22');
  });

  it('is nothing for who may not look, nor of messages that are not shown as they are', async () => {
    await serve({ authorize: () => 'none' });
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 1, invalid: 0 }));
    expect((await server.get('api/export', { function: payment })).status).to.equal(403);
    await server.close();
    for (const payloads of ['hidden', (text: string) => text] as const) {
      await serve({ payloads });
      const { status, text } = await server.get('api/export', { function: payment });
      expect(status).to.equal(403);
      expect(text).not.to.include('A-10000');
      expect(changes.items.map(({ action, outcome }) => [action, outcome])).to.deep.equal([
        ['export', 'refused'],
      ]);
      if (payloads === 'hidden') await server.close();
    }
  });

  it('cannot be asked for by another site, and names what it does not know', async () => {
    await serve();
    const visit = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    const from = await server.get('api/export', { function: payment }, { headers: visit });
    expect(from.status).to.equal(403);
    const own = { ...visit, 'sec-fetch-site': 'same-origin' };
    expect((await server.get('api/export', { function: payment }, { headers: own })).status).to.equal(200);
    expect((await server.get('api/export', { function: 'Nobody.on' })).status).to.equal(404);
    const unknown = await server.get<{ message: string }>('api/export', {
      function: 'Shop.onOrder',
      where: 'amount=7',
    });
    expect([unknown.status, unknown.json.message]).to.deep.equal([
      400,
      'a dead letter of a list function has no field amount, but id, reason, error, group, source, attempts and payload.<path>',
    ]);
    const head = await server.get('api/export', { function: payment }, { method: 'HEAD' });
    expect([head.status, head.text]).to.deep.equal([200, '']);
  });
});
