import { expect } from 'chai';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { createPage } from '../../lib/ui/create-page.js';
import type { PageChange, PageOptions, PageRequest } from '../../lib/ui/page-options.js';
import type { LetterPage, ShownLetter } from '../../lib/ui/letter-shapes.js';
import type { Overview } from '../../lib/ui/shapes.js';
import { deadLetterKey } from '../../lib/dead-letters/dead-letter-key.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';
import { askPage, ownHeaders, PageServer, type PageAnswer } from './page-server.js';

const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';

/** Blanks stand between the keys of a trigger. */
const hostileKey = hostile.replaceAll(' ', '/');

class Attacked {
  @RedisListTrigger({ connection: redisName, key: hostileKey, name: `on ${hostile}` })
  onAttack(): void {
    // Never reached.
  }

  @RedisListTrigger({ connection: redisName, key: 'orders' })
  onOrder(): void {
    // Never reached.
  }
}

const order = 'Attacked.onOrder';
const reads = ['', 'page.js', 'page.css', 'icon.svg'];
const apis = [
  'overview',
  'function',
  'letters',
  'groups',
  'letter',
  'processes',
  'scale',
  'connections',
  'activity',
];
const actions = ['replay', 'remove', 'edit', 'stop', 'pause', 'resume', 'send'];

describeOnRedis('attacks on the page', (redis) => {
  let server: PageServer;
  let changes: PageChange[];

  afterEach(() => server.close());

  async function serve(options: Partial<PageOptions> = {}): Promise<void> {
    changes = [];
    const runtime = await redis.createRuntime([Attacked]);
    const page = createPage({ runtime, onChange: (change) => changes.push(change), ...options });
    server = await PageServer.start(page.handler, '/ops/');
  }

  const dead = async (
    id: string,
    source: string,
    fields: Readonly<Record<string, string | Buffer>> = {},
  ): Promise<void> => {
    const known = {
      functionId: id,
      kind: 'list',
      source,
      reason: 'handler-failed',
      errorName: 'Error',
      errorMessage: 'no',
      errorStack: '',
      attempts: '1',
      failedAt: new Date(0).toISOString(),
      body: 'tea',
      ...fields,
    };
    await redis.client.xadd(deadLetterKey(source, id), '*', ...Object.entries(known).flat());
  };

  /** That nothing was changed, however it was asked for. */
  async function expectUnchanged(): Promise<void> {
    expect(await redis.client.xlen(deadLetterKey('orders', order))).to.equal(1);
    expect(await redis.client.llen('orders')).to.equal(0);
    expect(changes.filter(({ outcome }) => outcome === 'done')).to.deep.equal([]);
  }

  const bodies: Readonly<Record<string, object>> = {
    replay: { functionId: order, where: [] },
    remove: { functionId: order, where: [] },
    edit: { functionId: order, line: {} },
    stop: { functionId: order, change: 'x' },
    pause: { functionId: order },
    resume: { functionId: order },
    send: { functionId: order, text: 'tea' },
  };
  const postAll = (headers: Readonly<Record<string, string>>): Promise<PageAnswer[]> =>
    Promise.all(actions.map((action) => server.post(action, bodies[action], { headers })));

  describe('from another site', () => {
    beforeEach(async () => {
      await serve();
      await dead(order, 'orders');
    });

    const forgeries: readonly (readonly [title: string, headers: Readonly<Record<string, string>>])[] = [
      ['as a form sends it', { 'content-type': 'text/plain' }],
      ['as a form sends it that says it were none', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['as a form with a type of two', { 'content-type': 'text/plain; application/json' }],
      ['from another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
      [
        'from another origin, by a browser without Sec-Fetch-Site',
        { origin: 'https://evil.example', 'sec-fetch-site': '' },
      ],
      [
        'from another port of the same machine',
        { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
      ],
      ['from a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
      ['from a frame that hides where it is', { origin: 'null', 'sec-fetch-site': '' }],
      ['without an origin', { origin: '' }],
      ['without the header of the page', { 'x-redis-triggers': '' }],
    ];
    for (const [title, headers] of forgeries) {
      it(`refuses a change ${title}`, async () => {
        const answers = await postAll(headers);
        expect(answers.map(({ status }) => status)).to.satisfy((all: number[]) =>
          all.every((status) => status === 403 || status === 415),
        );
        await expectUnchanged();
        expect(changes.map(({ outcome }) => outcome)).to.deep.equal(actions.map(() => 'refused'));
      });
    }

    it('allows no other site to ask first', async () => {
      const { status, headers } = await askPage(server.port, '/ops/api/replay', {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      });
      expect(status).to.equal(405);
      expect(headers).not.to.have.property('access-control-allow-origin');
    });

    it('changes nothing by GET', async () => {
      for (const action of actions) {
        const { status } = await server.get(`api/${action}`, { functionId: order });
        expect(status).to.equal(404);
      }
      await expectUnchanged();
    });

    it('tells another site nothing', async () => {
      for (const api of apis) {
        const answer = await server.get(
          `api/${api}`,
          { function: order },
          { headers: { 'sec-fetch-site': 'cross-site' } },
        );
        expect(answer.status, api).to.equal(403);
      }
      expect(
        (await server.get('api/export', { function: order }, { headers: { 'sec-fetch-site': 'cross-site' } }))
          .status,
      ).to.equal(403);
      const link = {
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
      };
      expect((await server.get('', {}, { headers: link })).status).to.equal(200);
      expect((await server.get('api/letters', { function: order }, { headers: link })).status).to.equal(403);
      const frame = { ...link, 'sec-fetch-dest': 'iframe' };
      expect((await server.get('', {}, { headers: frame })).status).to.equal(403);
    });
  });

  describe('by a name that is made to lead here', () => {
    const names = [
      'evil.example',
      'evil.example:80',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      'localhost@evil.example',
      '',
      '127.0.0.1, evil.example',
      '[::1]evil',
    ];

    it('answers to its own names alone', async () => {
      await serve();
      await dead(order, 'orders');
      for (const host of names) {
        for (const path of [...reads, ...apis.map((api) => `api/${api}`)]) {
          const { status } = await server.get(path, {}, { headers: { host: host || ' ' } });
          expect(status, `${host} ${path}`).to.equal(403);
        }
        for (const { status } of await postAll({ host: host || ' ', origin: `http://${host}` }))
          expect(status).to.equal(403);
      }
      await expectUnchanged();
      for (const host of ['localhost', `localhost:${server.port}`, '127.0.0.1', '[::1]:80', 'LOCALHOST']) {
        expect((await server.get('api/overview', {}, { headers: { host } })).status, host).to.equal(200);
      }
    });

    it('also where somebody is known by a cookie or an address', async () => {
      await serve({ authorize: () => 'all', hosts: ['ops.example.com'] });
      expect((await server.get('api/overview', {}, { headers: { host: 'evil.example' } })).status).to.equal(
        403,
      );
      expect(
        (await server.get('api/overview', {}, { headers: { host: 'ops.example.com' } })).status,
      ).to.equal(200);
      const headers = { host: 'ops.example.com', origin: 'https://ops.example.com' };
      expect((await server.post('pause', { functionId: order }, { headers })).status).to.equal(200);
    });
  });

  describe('by somebody who may not', () => {
    it('lets nobody in through a proxy without authorize', async () => {
      await serve();
      for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
        const { status, text } = await server.get('api/overview', {}, { headers: { [name]: '203.0.113.7' } });
        expect(status, name).to.equal(403);
        expect(text).to.include('"authorize"');
      }
    });

    it('lets nobody in over fetch without authorize', async () => {
      const runtime = await redis.createRuntime([Attacked]);
      const page = createPage({ runtime });
      const answer = await page.fetch(new Request('http://localhost/ops/api/overview'));
      expect(answer.status).to.equal(403);
      await serve();
    });

    it('lets who may look look, and change nothing', async () => {
      await serve({ authorize: () => 'read' });
      await dead(order, 'orders');
      expect((await server.get<Overview>('api/overview')).json.can).to.deep.equal({
        replay: false,
        remove: false,
        pause: false,
        send: false,
      });
      for (const { status } of await postAll({})) expect(status).to.equal(403);
      await expectUnchanged();
    });

    it('takes each right by itself', async () => {
      for (const right of ['replay', 'remove', 'pause', 'send'] as const) {
        await serve({ authorize: () => ({ [right]: true }) });
        const needed: Readonly<Record<string, readonly string[]>> = {
          replay: ['replay', 'stop'],
          remove: ['remove', 'stop'],
          pause: ['pause', 'resume'],
          send: ['send'],
        };
        const answers = await postAll({});
        const refused = actions.filter((_, index) => answers[index]?.status === 403);
        expect(refused, right).to.deep.equal(actions.filter((action) => !needed[right]?.includes(action)));
        if (right !== 'send') await server.close();
        await redis.client.flushall();
      }
    });

    it('lets only who may begin a replay or a removal stop it', async () => {
      for (const [how, other] of [
        ['replay', 'remove'],
        ['remove', 'replay'],
      ] as const) {
        let can: object = { [how]: true };
        await serve({ authorize: () => can });
        await dead(order, 'orders');
        await dead(order, 'orders');
        const begun = await server.post<{ change: string }>(how, {
          functionId: order,
          where: [],
          ratePerSecond: 0.01,
        });
        const stop = { functionId: order, change: begun.json.change };
        can = { [other]: true };
        expect((await server.post('stop', stop)).status).to.equal(403);
        expect(changes.at(-1)).to.include({ action: 'stop', outcome: 'refused' });
        can = { [how]: true };
        expect((await server.post('stop', stop)).status).to.equal(200);
        if (how === 'replay') await server.close();
        await redis.client.flushall();
      }
    });

    const answers: readonly unknown[] = ['none', undefined, null, '', 'admin', true, 1];
    for (const answer of answers) {
      it(`lets nobody in where authorize says ${JSON.stringify(answer) ?? 'nothing'}`, async () => {
        await serve({ authorize: () => answer as 'none' });
        for (const path of [...reads, ...apis.map((api) => `api/${api}`)])
          expect((await server.get(path)).status, path).to.equal(403);
      });
    }

    it('takes only true for a right', async () => {
      await serve({ authorize: () => ({ replay: 'no', remove: 1, pause: {}, send: 'false' }) as never });
      await dead(order, 'orders');
      for (const { status } of await postAll({})) expect(status).to.equal(403);
      await expectUnchanged();
    });

    it('lets nobody in where authorize fails, and does not say why', async () => {
      await serve({
        authorize: () => {
          throw new Error('the secret of the session store');
        },
      });
      const { status, text } = await server.get('api/overview');
      expect(status).to.equal(500);
      expect(text).not.to.include('secret');
    });

    it('asks who it is at each request', async () => {
      const seen: PageRequest[] = [];
      await serve({
        authorize: (request) => {
          seen.push(request);
          return request.headers.get('authorization') === 'Bearer good' ? 'all' : 'none';
        },
      });
      const headers = { authorization: 'Bearer good' };
      expect((await server.get('api/overview', {}, { headers })).status).to.equal(200);
      expect((await server.get('api/overview')).status).to.equal(403);
      expect(seen.map(({ method, url, remoteAddress }) => [method, url, remoteAddress])).to.deep.equal([
        ['GET', '/ops/api/overview', '127.0.0.1'],
        ['GET', '/ops/api/overview', '127.0.0.1'],
      ]);
    });
  });

  describe('by what is stored', () => {
    it('sends nothing of it as a document, and no script but its own', async () => {
      await serve();
      await dead(`on ${hostile}`, hostileKey, {
        errorName: hostile,
        errorMessage: hostile,
        errorStack: hostile,
        body: hostile,
        reason: hostile,
      });
      const query = { function: `on ${hostile}` };
      for (const api of apis) {
        const { headers, text } = await server.get(`api/${api}`, query);
        expect(headers['content-type'], api).to.equal('application/json');
        expect(headers['x-content-type-options'], api).to.equal('nosniff');
        expect(() => JSON.parse(text) as unknown, api).not.to.throw();
      }
      const { json } = await server.get<LetterPage>('api/letters', query);
      expect(json.letters[0]?.preview).to.equal(hostile);
      const { headers, text } = await server.get('');
      expect(text).not.to.include('alert');
      expect(headers['content-security-policy']).to.equal(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
      );
      expect(text.match(/<script/g)).to.have.length(1);
      expect(text).not.to.match(/ on\w+=|style=/);
    });

    it('cuts a message of 50 MB, and does not let it be edited', async function () {
      this.timeout(60_000);
      await serve();
      const body = Buffer.alloc(50 * 1024 * 1024, 'é');
      await dead(order, 'orders', { body });
      const { json } = await server.get<LetterPage>('api/letters', { function: order });
      expect(json.letters[0]).to.include({ bytes: body.length });
      const answer = await server.get<ShownLetter>('api/letter', {
        function: order,
        id: String(json.letters[0]?.id),
      });
      expect(answer.text.length).to.be.below(100_000);
      expect(answer.json.cutOf).to.equal(body.length);
      expect(answer.json.notEditable).to.be.a('string');
      // Whole characters, and no bytes.
      expect(answer.json.line.body).to.match(/^é+$/);
    });

    it('shows bytes as bytes', async () => {
      await serve();
      const bytes = Buffer.from([0, 255, 254, 27, 91, 50, 74]);
      await dead(order, 'orders', { body: bytes });
      const { json } = await server.get<LetterPage>('api/letters', { function: order });
      const letter = await server.get<ShownLetter>('api/letter', {
        function: order,
        id: String(json.letters[0]?.id),
      });
      expect(letter.json.line.body).to.deep.equal({ base64: bytes.toString('base64') });
    });

    it('hides messages, also from who would edit them', async () => {
      await serve({ payloads: 'hidden' });
      await dead(order, 'orders', { body: 'the secret' });
      const { json, text } = await server.get<LetterPage>('api/letters', { function: order });
      expect(text).not.to.include('the secret');
      const letter = await server.get<ShownLetter>('api/letter', {
        function: order,
        id: String(json.letters[0]?.id),
      });
      expect(letter.text).not.to.include('the secret');
      const { status } = await server.post('edit', {
        functionId: order,
        line: { ...letter.json.line, body: 'tea' },
      });
      expect(status).to.equal(400);
      await expectUnchanged();
    });

    it('takes out of messages what it is told to', async () => {
      await serve({ payloads: (text) => text.replaceAll(/\d{4}/g, '****') });
      await dead(order, 'orders', { body: 'card 1234' });
      const { json } = await server.get<LetterPage>('api/letters', { function: order });
      expect(json.letters[0]?.preview).to.equal('card ****');
      const letter = await server.get<ShownLetter>('api/letter', {
        function: order,
        id: String(json.letters[0]?.id),
      });
      expect(letter.text).not.to.include('1234');
    });
  });

  describe('by paths and bodies', () => {
    const paths = [
      '/ops/../../etc/passwd',
      '/ops/%2e%2e/%2e%2e/etc/passwd',
      '/ops/..%2f..%2fetc%2fpasswd',
      '/ops/page.js/../../package.json',
      '/ops/page.js.map',
      '/ops/api/constructor',
      '/ops/api/__proto__',
      '/ops/api//overview/..',
      '/ops/%00',
      '/ops/\\..\\..\\windows',
    ];
    for (const path of paths) {
      it(`finds nothing at ${path}`, async () => {
        await serve();
        const { status, headers, text } = await askPage(server.port, path);
        expect(status).to.be.oneOf([308, 404]);
        expect(headers.location ?? './x/').to.match(/^\.\/[\w%~.-]+\/$/);
        expect(text).not.to.include('root:');
      });
    }

    it('leads nobody to another host', async () => {
      await serve();
      for (const path of ['//evil.example', '//evil.example/x', '/\\evil.example', '/ops//evil.example']) {
        const { headers } = await askPage(server.port, path);
        if (headers.location !== undefined) expect(headers.location).to.match(/^\.\//);
      }
    });

    it('refuses what is no request of the page', async () => {
      await serve();
      await dead(order, 'orders');
      const wrong: readonly (readonly [action: string, body: string])[] = [
        ['replay', ''],
        ['replay', '[]'],
        ['replay', 'null'],
        ['replay', '{"functionId":7}'],
        ['replay', `{"functionId":"${order}"}`],
        ['replay', `{"functionId":"${order}","ids":[]}`],
        ['replay', `{"functionId":"${order}","ids":[7]}`],
        ['replay', `{"functionId":"${order}","where":[],"ratePerSecond":-1}`],
        ['replay', `{"functionId":"${order}","where":[],"ratePerSecond":1e999}`],
        ['replay', `{"functionId":"${order}","where":["nothing=1"]}`],
        ['remove', `{"functionId":"Nobody.on","where":[]}`],
        ['pause', `{"functionId":"${order}","forInMs":"1"}`],
        ['edit', `{"functionId":"${order}","line":[]}`],
        ['send', `{"functionId":"${order}","text":7}`],
        ['send', `{"functionId":"${order}","text":"tea","to":"another:key"}`],
      ];
      for (const [action, body] of wrong) {
        const { status, json } = await server.post<{ message: string }>(action, {}, { body });
        expect(status, `${action} ${body}`).to.equal(400);
        expect(json.message).to.be.a('string');
      }
      await expectUnchanged();
    });

    it('does not read a body without end', async () => {
      await serve();
      await dead(order, 'orders');
      const body = Buffer.alloc(20 * 1024 * 1024, 0x20);
      const answer = await askPage(server.port, '/ops/api/replay', {
        method: 'POST',
        body,
        headers: ownHeaders(server.port),
      }).catch((error: unknown) => error as NodeJS.ErrnoException);
      if ('status' in answer) expect(answer.status).to.equal(413);
      else expect(answer.code).to.be.oneOf(['EPIPE', 'ECONNRESET']);
      await expectUnchanged();
    });
  });
});
