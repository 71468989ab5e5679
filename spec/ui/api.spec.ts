import { expect } from 'chai';
import { IsInt } from 'class-validator';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { createPage } from '../../lib/ui/create-page.js';
import type { PageChange, PageOptions } from '../../lib/ui/page-options.js';
import type { GroupPage, LetterPage, ShownLetter } from '../../lib/ui/letter-shapes.js';
import type {
  FunctionPage,
  Overview,
  ProcessPage,
  ScalePage,
  ShownActivity,
  ShownChange,
  ShownConnection,
} from '../../lib/ui/shapes.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';
import { deadPaymentsOf, writeDeadPayments } from './incident.js';
import { PageServer, type PageAnswer } from './page-server.js';

const connection = redisName;

class Order {
  @IsInt()
  id!: number;
}

let isBankClosed = true;
const handled = new Recorder<string>();

class Shop {
  @RedisStreamTrigger({ connection, key: 'payments', maxDeliveryCount: 1 })
  onPayment(): void {
    if (isBankClosed) throw new Error('bank closed');
    handled.add('payment');
  }

  @RedisListTrigger({
    connection,
    key: 'orders',
    delivery: 'atLeastOnce',
    maxDeliveryCount: 1,
    messagesPerWorker: 2,
  })
  onOrder(@Payload() order: Order): void {
    handled.add(`order ${order.id}`);
  }

  @RedisListTrigger({ connection, key: 'parcels', delayed: true })
  onParcel(@Payload() parcel: Order): void {
    handled.add(`parcel ${parcel.id}`);
  }

  @RedisPubSubTrigger({ connection, channel: 'news' })
  onNews(): void {
    handled.add('news');
  }
}

describeOnRedis('the API of the page', (redis) => {
  let server: PageServer;

  beforeEach(() => {
    isBankClosed = true;
    handled.items.length = 0;
  });
  afterEach(() => server.close());

  async function serve(
    options: Partial<PageOptions> & { fleet?: { name: string } } = {},
    starts = true,
  ): Promise<void> {
    const { fleet, ...others } = options;
    const runtime = await redis.createRuntime([Shop], fleet ? { fleet } : {});
    const page = createPage({ runtime, ...others });
    if (starts) await runtime.start();
    server = await PageServer.start(page.handler);
  }

  const overview = async (query = {}): Promise<Overview> =>
    (await server.get<Overview>('api/overview', query)).json;
  const groups = async (query: Readonly<Record<string, string>> = {}): Promise<GroupPage> =>
    (await server.get<GroupPage>('api/groups', { function: 'Shop.onPayment', ...query })).json;
  const changeOf = async (test: (change: ShownChange) => boolean): Promise<ShownChange> =>
    signalled('letterChangeMoved', async () => (await overview()).changes.find(test), 'the change');

  it('shows each function with what waits and what it does', async () => {
    await serve({ environment: 'staging' });
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 3, invalid: 0 }));
    await redis.client.rpush('orders', '{"id":1}');
    await handled.until(1);
    const { rows, totals, sees, can, environment } = await overview();
    expect(environment).to.equal('staging');
    expect(totals).to.include({ functions: 4, dead: 3, troubled: 0, paused: 0 });
    expect(sees).to.include({ process: true, handlers: true });
    expect(sees.unknown.join()).to.include('Only this process is seen');
    expect(can).to.deep.equal({ replay: true, remove: true, pause: true, send: true });
    const [payment, ...others] = rows;
    expect(payment).to.deep.include({ id: 'Shop.onPayment', state: 'listening', dead: 3, kind: 'stream' });
    expect(others.map(({ id }) => id)).to.deep.equal(['Shop.onNews', 'Shop.onOrder', 'Shop.onParcel']);
    expect(others[0]).not.to.have.property('backlog');
  });

  it('cuts, searches and sorts the functions on the server', async () => {
    await serve();
    expect(await overview({ filter: 'ORDERS' })).to.include({ matching: 1, pages: 1 });
    expect((await overview({ sort: 'function' })).rows.map(({ id }) => id)).to.deep.equal([
      'Shop.onNews',
      'Shop.onOrder',
      'Shop.onParcel',
      'Shop.onPayment',
    ]);
    expect(await overview({ page: '99' })).to.include({ page: 1 });
    // Any word that somebody may write in the address.
    expect((await overview({ sort: 'constructor' })).rows).to.have.length(4);
  });

  it('answers 304 as long as nothing has changed', async () => {
    await serve();
    const { headers } = await server.get('page.css');
    const again = await server.get('page.css', {}, { headers: { 'if-none-match': String(headers.etag) } });
    expect(again).to.include({ status: 304, text: '' });
  });

  it('shows a function with its consumers, recent invocations and minutes', async () => {
    await serve();
    isBankClosed = false;
    await redis.client.xadd('payments', '*', 'amount', '7');
    await handled.until(1);
    const page = await signalled('settled', async () => {
      const { json } = await server.get<FunctionPage>('api/function', { function: 'Shop.onPayment' });
      return json.recent.length > 0 && json;
    });
    expect(page.recent[0]).to.include({ outcome: 'succeeded', source: 'payments', deliveries: 1 });
    expect(page.minutes).to.have.length(60);
    expect(page.historyOf).to.equal('process');
    expect(page.minutes.reduce((sum, minute) => sum + minute.handled, 0)).to.equal(1);
    expect(page.consumers).to.have.length(1);
    expect(page.options).to.include({ maxDeliveryCount: 1 });
    const long = await server.get<FunctionPage>('api/function', {
      function: 'Shop.onPayment',
      minutes: '480',
    });
    expect(long.json.minutes).to.have.length(480);
    expect((await server.get('api/function', { function: 'Nobody.on' })).status).to.equal(404);
  });

  it('groups dead letters by their errors, and finds them by field and by word', async () => {
    await serve();
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 40, invalid: 2 }));
    const all = await groups();
    expect(all.groups.map(({ error, count }) => [error, count])).to.deep.equal([
      ['BankClosedError', 35],
      ['TimeoutError', 5],
      ['PayloadError', 2],
    ]);
    expect(await groups({ where: 'error=TimeoutError' })).to.include({ total: 42, matched: 5 });
    expect(await groups({ where: 'order=A-10003' })).to.include({ matched: 1 });
    expect(await groups({ where: 'bank-7' })).to.include({ matched: 5 });
    expect(await groups({ where: '12,50' })).to.include({ matched: 2 });
  });

  it('gives dead letters part by part, each once, while others come', async () => {
    await serve();
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 120, invalid: 0 }));
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const { json } = await server.get<LetterPage>('api/letters', {
        function: 'Shop.onPayment',
        ...(cursor !== undefined && { cursor }),
      });
      ids.push(...json.letters.map(({ id }) => id));
      cursor = json.next;
      await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 5, invalid: 0 }));
    } while (cursor !== undefined);
    expect(ids).to.have.length(120);
    expect(new Set(ids)).to.have.property('size', 120);
  });

  it('replays a group in the background, and says that none failed again', async () => {
    const changes = new Recorder<PageChange>();
    await serve({ onChange: changes.add });
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 18, invalid: 0 }));
    isBankClosed = false;
    const { groups: found } = await groups();
    const group = found.find(({ error }) => error === 'TimeoutError')?.group;
    const { status } = await server.post('replay', {
      functionId: 'Shop.onPayment',
      where: [`group=${group}`],
    });
    expect(status).to.equal(200);
    await handled.until(2);
    const change = await changeOf(({ isFinal }) => isFinal);
    expect(change).to.include({ how: 'replay', state: 'done', chosen: 2, changed: 2, failedAgain: 0 });
    expect(await groups()).to.include({ total: 16 });
    expect(changes.items.map(({ action, outcome }) => [action, outcome])).to.deep.equal([
      ['replay', 'done'],
      ['replay', 'done'],
    ]);
  });

  it('says how many failed again', async () => {
    await serve();
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 4, invalid: 0 }));
    await server.post('replay', { functionId: 'Shop.onPayment', where: [] });
    const change = await changeOf(({ failedAgain }) => failedAgain === 4);
    expect(change).to.include({ changed: 4 });
  });

  it('stops a replay that is slow, and keeps what was not replayed', async () => {
    await serve();
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 5, invalid: 0 }));
    isBankClosed = false;
    const { json } = await server.post<{ change: string }>('replay', {
      functionId: 'Shop.onPayment',
      where: [],
      ratePerSecond: 0.02,
    });
    await changeOf(({ changed }) => changed === 1);
    await server.post('stop', { functionId: 'Shop.onPayment', change: json.change });
    expect(await changeOf(({ state }) => state === 'stopped')).to.include({ changed: 1, chosen: 5 });
    expect(await groups()).to.include({ total: 4 });
  });

  it('removes those that were chosen', async () => {
    await serve();
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 4, invalid: 0 }));
    const { json } = await server.get<LetterPage>('api/letters', { function: 'Shop.onPayment' });
    const ids = json.letters.slice(0, 2).map(({ id }) => id);
    await server.post('remove', { functionId: 'Shop.onPayment', ids });
    expect(await changeOf(({ state }) => state === 'done')).to.include({ how: 'remove', changed: 2 });
    expect(await groups()).to.include({ total: 2 });
  });

  it('shows a dead letter, and puts back what was edited of it once it is valid', async () => {
    await serve();
    await redis.client.rpush('orders', '{"id":12345678901234567890,"note":"ü"}');
    const query = { function: 'Shop.onOrder' };
    const letter = await signalled(['deadLettered', 'settled'], async () => {
      const { json } = await server.get<LetterPage>('api/letters', query);
      return json.letters[0];
    });
    expect(letter.preview).to.include('12345678901234567890');
    const { json } = await server.get<ShownLetter>('api/letter', {
      ...query,
      id: letter.id,
      key: letter.key,
    });
    expect(json.line.body).to.equal('{"id":12345678901234567890,"note":"ü"}');
    expect(json).not.to.have.property('notEditable');
    const edit = (body: string) =>
      server.post<{ message: string; code?: string }>('edit', {
        functionId: 'Shop.onOrder',
        line: { ...json.line, body },
      });
    const refused = await edit('{"id":"none"}');
    expect(refused.status).to.equal(400);
    expect(refused.json.code).to.equal('PAYLOAD_INVALID');
    expect((await edit('{"id":7}')).status).to.equal(200);
    await handled.until(1);
    expect(handled.items).to.deep.equal(['order 7']);
    expect((await edit('{"id":8}')).json.message).to.include('gone');
  });

  it('pauses and resumes this process', async () => {
    await serve();
    await server.post('pause', { functionId: 'Shop.onOrder', forInMs: 60_000 });
    const paused = await signalled('healthChanged', async () =>
      (await overview()).rows.find(({ id, state }) => id === 'Shop.onOrder' && state === 'paused'),
    );
    expect(paused.pausedUntil).to.be.a('number');
    await server.post('resume', { functionId: 'Shop.onOrder' });
    await signalled('healthChanged', async () =>
      (await overview()).rows.find(({ id, state }) => id === 'Shop.onOrder' && state === 'listening'),
    );
  });

  it('sends a message once its payload is valid', async () => {
    await serve();
    const refused = await server.post('send', { functionId: 'Shop.onOrder', text: '{"id":"x"}' });
    expect(refused.status).to.equal(400);
    expect((await server.post('send', { functionId: 'Shop.onOrder', text: '{"id":3}' })).status).to.equal(
      200,
    );
    await handled.until(1);
    expect(handled.items).to.deep.equal(['order 3']);
  });

  it('sends messages that are to come later, where somebody moves them', async () => {
    await serve();
    const later = (
      functionId: string,
      when: object,
    ): Promise<PageAnswer<{ what: string; message: string }>> =>
      server.post('send', { functionId, text: '{"id":4}', ...when });
    const page = await server.get<FunctionPage>('api/function', { function: 'Shop.onParcel' });
    expect(page.json.movesDelayed).to.equal(true);
    const before = Date.now();
    const kept = await later('Shop.onParcel', { delayInMs: 3_600_000 });
    expect(kept.status, kept.text).to.equal(200);
    expect(kept.json.what).to.match(/^delayed a message to parcels until \d{4}-/);
    expect((await later('Shop.onParcel', { at: 1_900_000_000_000 })).json.what).to.include(
      'until 2030-03-17T17:46:40.000Z',
    );
    const due = await redis.client.zrange('{parcels}:delayed:parcels', '0', '-1', 'WITHSCORES');
    expect(due).to.have.length(4);
    expect(Number(due[1])).to.be.within(before + 3_600_000, Date.now() + 3_600_000);
    expect(due[3]).to.equal('1900000000000');
    expect((await overview()).rows.find(({ id }) => id === 'Shop.onParcel')).to.include({ delayed: 2 });
    // It is due at once.
    await later('Shop.onParcel', { at: 1 });
    await handled.until(1);
    expect(handled.items).to.deep.equal(['parcel 4']);
    const refused = await later('Shop.onOrder', { delayInMs: 1_000 });
    expect([refused.status, refused.json.message]).to.deep.equal([
      400,
      'Shop.onOrder moves no delayed messages, so that nobody would send it when it is due. Give its trigger a definition, or `delayed: true`',
    ]);
    const news = await server.post<{ message: string }>('send', {
      functionId: 'Shop.onNews',
      text: 'x',
      to: 'news',
      delayInMs: 1,
    });
    expect(news.json.message).to.include('do not wait in Redis');
    for (const when of [{ delayInMs: 0 }, { delayInMs: 'soon' }, { at: 1e17 }, { delayInMs: 1, at: 1 }])
      expect((await later('Shop.onParcel', when)).status, JSON.stringify(when)).to.equal(400);
  });

  it('shows the fleet, and pauses all of it', async () => {
    await serve({ fleet: { name: 'shop' } });
    const { json } = await server.get<ProcessPage>('api/processes');
    expect(json.processes).to.have.length(1);
    expect(json.processes[0]).to.include({ pid: process.pid, isThisOne: true });
    await server.post('pause', { functionId: 'Shop.onPayment' });
    const { rows, sees } = await overview();
    expect(sees.fleet).to.equal('shop');
    expect(rows.find(({ id }) => id === 'Shop.onPayment')).to.include({ state: 'paused', pausedUntil: null });
    expect(await redis.client.hkeys('{redis-triggers:fleet:shop}:pauses')).to.have.length(1);
  });

  it('shows what to scale to, and the resources of KEDA', async () => {
    await serve({ keda: { externalScaler: { address: 'scaler:6000' } } });
    await server.post('pause', { functionId: 'Shop.onOrder' });
    await signalled('healthChanged', async () =>
      (await overview()).rows.find(({ id, state }) => id === 'Shop.onOrder' && state === 'paused'),
    );
    const { json } = await server.get<ScalePage>('api/scale');
    expect(json.rows.map(({ id }) => id)).to.deep.equal(['Shop.onPayment', 'Shop.onOrder', 'Shop.onParcel']);
    expect(json.rows[1]).to.include({ isPaused: true, target: 0 });
    expect(json.keda).to.include('kind: ScaledObject');
  });

  it('shows connections, and what was changed', async () => {
    await serve({ authorize: () => ({ pause: true, who: 'ada' }) });
    const { json } = await server.get<readonly ShownConnection[]>('api/connections');
    expect(json).to.have.length(1);
    expect(json[0]).to.include({ name: redisName, state: 'ready', functions: 4 });
    await server.post('pause', { functionId: 'Shop.onOrder' });
    await server.post('remove', { functionId: 'Shop.onOrder', where: [] });
    const activity = await server.get<readonly ShownActivity[]>('api/activity');
    expect(activity.json.map(({ action, outcome, who }) => [action, outcome, who])).to.deep.equal([
      ['remove', 'refused', 'ada'],
      ['pause', 'done', 'ada'],
    ]);
  });

  it('opens before the runtime has started', async () => {
    await serve({}, false);
    const { rows } = await overview();
    expect(rows.map(({ state }) => state)).to.deep.equal(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(rows.every(({ unreadable }) => unreadable === undefined)).to.equal(true);
  });
});
