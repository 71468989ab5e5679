import { expect } from 'chai';
import { createRuntime } from '../../lib/create-runtime.js';
import { deadLetterKey } from '../../lib/dead-letters/dead-letter-key.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { createPage } from '../../lib/ui/create-page.js';
import type { GroupPage, LetterPage } from '../../lib/ui/letter-shapes.js';
import type { FunctionPage, Overview, ShownChange, ShownConnection } from '../../lib/ui/shapes.js';
import { clusterClient } from '../support/cluster-load.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { signalled } from '../support/signalled.js';
import { PageServer } from '../ui/page-server.js';

/** Lists whose keys are with several masters. */
const keys = ['orders', 'returns', 'elsewhere', 'payments'];
const functionId = 'Shop.onOrder';
const isNew = Number(redisServerVersion?.split('.')[0] ?? 0) >= 7;

(isNew ? describe : describe.skip)('The page on a Redis Cluster', function () {
  this.timeout(180_000);
  let cluster: RedisCluster;
  let client: ReturnType<typeof clusterClient>;
  let runtime: Runtime;
  let server: PageServer;
  const handled = new Recorder<string>();

  class Shop {
    @RedisListTrigger({ connection: 'shop', key: keys, delayed: true })
    onOrder({ message }: RedisMessageModel): void {
      handled.add(message);
    }
  }

  before(async () => {
    cluster = await RedisCluster.start();
    client = clusterClient(cluster);
    const url = `redis-cluster://${cluster.endpoints.map(({ host, port }) => `${host}:${port}`).join(',')}`;
    runtime = await createRuntime({
      handlers: [Shop],
      connections: { shop: url },
      fleet: { name: 'shop', intervalInMs: 1_000 },
      logger: false,
    });
    await runtime.start();
    server = await PageServer.start(createPage({ runtime }).handler);
  });
  after(async () => {
    await server.close();
    await runtime.stop();
    client.disconnect();
    await cluster.stop();
  });

  const get = async <Shape>(path: string): Promise<Shape> =>
    (await server.get<Shape>(`api/${path}`, path === 'overview' ? {} : { function: functionId })).json;

  it('shows and groups what is with every master, and replays all of it', async () => {
    const masters = new Set(await Promise.all(keys.map((key) => cluster.masterOf(key))));
    expect(masters.size).to.be.above(1);
    for (const key of keys) {
      for (const body of ['a', 'b', 'c']) {
        const known = ['functionId', functionId, 'kind', 'list', 'source', key, 'reason', 'handler-failed'];
        const error = [
          'errorName',
          'Error',
          'errorMessage',
          `no answer from bank-${body.length}`,
          'attempts',
          '1',
        ];
        await client.xadd(deadLetterKey(key, functionId), '*', ...known, ...error, 'body', `${key} ${body}`);
      }
    }
    const page = await get<FunctionPage>('function');
    expect(page.keys.map(({ key, dead }) => [key, dead])).to.deep.equal(keys.map((key) => [key, 3]));
    expect(page.row).to.include({ dead: 12, state: 'listening', processes: 1 });
    const { groups, total } = await get<GroupPage>('groups');
    expect([total, groups.map(({ count }) => count)]).to.deep.equal([12, [12]]);
    expect((await get<LetterPage>('letters')).letters).to.have.length(12);
    const exported = await server.get('api/export', { function: functionId });
    expect(exported.text.trimEnd().split('\n')).to.have.length(12);
    await server.post('replay', { functionId, where: [] });
    await handled.until(12);
    const change = await signalled(
      'letterChangeMoved',
      async () => (await get<Overview>('overview')).changes.find(({ isFinal }: ShownChange) => isFinal),
      'the end of the replay',
    );
    expect(change).to.include({ chosen: 12, changed: 12, failedAgain: 0, state: 'done' });
    const [connection] = await get<readonly ShownConnection[]>('connections');
    expect(connection).to.include({ name: 'shop', cluster: true, state: 'ready' });
  });

  it('sends to the master of each key, at once and delayed', async () => {
    for (const to of keys) {
      const before = handled.items.length;
      expect((await server.post('send', { functionId, text: 'tea', to })).status).to.equal(200);
      await handled.until(before + 1);
      const later = await server.post('send', { functionId, text: 'cup', to, delayInMs: 3_600_000 });
      expect(later.status, later.text).to.equal(200);
      expect(await client.zcard(`{${to}}:delayed:${to}`)).to.equal(1);
    }
  });

  it('pauses and resumes the fleet, whose keys are with one of the masters', async () => {
    await server.post('pause', { functionId });
    expect((await get<Overview>('overview')).rows[0]).to.include({ state: 'paused', pausedUntil: null });
    await server.post('resume', { functionId });
    await signalled('healthChanged', () => runtime.health().functions[functionId]?.state === 'listening');
  });
});
