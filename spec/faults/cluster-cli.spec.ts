import { expect } from 'chai';
import { checkLeftBehind } from '../../lib/cli/checking/check-left-behind.js';
import { readRedisAlone } from '../../lib/cli/redis-alone/read-redis-alone.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Project } from '../cli/support/project.js';
import { runCommand } from '../cli/support/run-command.js';
import { runHere } from '../cli/support/run-here.js';
import { clusterClient } from '../support/cluster-load.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RunningProgram } from '../support/running-program.js';
import { senderOf } from '../support/sender-of.js';

/** Lists whose keys are with several masters. */
const keys = ['orders', 'returns', 'elsewhere', 'payments'];

const handlers = `import { RedisListTrigger, RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';

export class Shop {
  @RedisListTrigger({ connection: 'shop', key: '${keys.join(' ')}' })
  onOrder(_order: RedisMessageModel): void {}

  @RedisPubSubTrigger({ connection: 'shop', channel: 'news' })
  onNews(_news: RedisMessageModel): void {}

  @RedisPubSubTrigger({ connection: 'shop', channel: 'offers', sharded: true })
  onOffer(_offer: RedisMessageModel): void {}

  @RedisPubSubTrigger({ connection: 'shop', channel: '__keyevent@0__:del', configureKeyspaceNotifications: true })
  onDeleted(_key: RedisMessageModel): void {}
}
`;

const isNew = Number(redisServerVersion?.split('.')[0] ?? 0) >= 7;

(isNew ? describe : describe.skip)('The command line on a Redis Cluster', function () {
  this.timeout(180_000);
  let cluster: RedisCluster;
  let url: string;
  let client: ReturnType<typeof clusterClient>;

  before(async () => {
    cluster = await RedisCluster.start();
    url = `redis-cluster://${cluster.endpoints.map(({ host, port }) => `${host}:${port}`).join(',')}`;
    client = clusterClient(cluster);
  });
  after(async () => {
    client.disconnect();
    await cluster.stop();
  });

  it('finds what is with every master, without handlers and beside those of a program', async () => {
    const masters = new Set(await Promise.all(keys.map((key) => cluster.masterOf(key))));
    expect(masters.size).to.be.above(1);
    for (const key of keys) await client.xadd(`{${key}}:dead-letter:Gone.on${key}`, '*', 'kind', 'list');
    const found = await readRedisAlone(url);
    expect(found.map(({ group, deadLetters }) => [group, deadLetters])).to.deep.equal(
      keys.map((key) => [`Gone.on${key}`, 1]).sort(),
    );
    const reader = describeOne(classWith(RedisListTrigger({ connection: 'shop', key: keys })));
    const nodes = client.nodes('master').map(senderOf);
    const servers = { client: { send: clusterSend }, masters: nodes };
    const places = (await checkLeftBehind([reader], servers)).map(({ place }) => place);
    expect(places.sort()).to.deep.equal([...keys].sort());
  });

  it('counts processes at every master, each once', async () => {
    using project = new Project();
    project.compile({ 'shop.ts': handlers });
    const programs = [1, 2].map(
      () => new RunningProgram('package/cli/main.js', ['run', `${project.folder}/shop.js`], { shop: url }),
    );
    try {
      for (const program of programs)
        await program.until(() => program.stderr.split('"the function listens"').length > 4);
      const { exitCode, stdout, stderr } = await runCommand(['status', '--handlers', 'shop.js'], {
        cwd: project.folder,
        env: { shop: url },
      });
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
      expect(stdout).to.match(/^Shop\.onOrder +list +listening .* 2\/0$/m);
      for (const name of ['onNews', 'onOffer', 'onDeleted'])
        expect(stdout).to.match(new RegExp(`^Shop\\.${name} +pubsub +listening .* 2$`, 'm'));
    } finally {
      await Promise.all(programs.map((program) => program.end()));
    }
  });

  it('sends to the master of each key, at once and delayed, as a sender does', async () => {
    class Shop {
      @RedisListTrigger({ connection: 'shop', key: keys, delayed: true })
      onOrder(order: RedisMessageModel): string {
        return order.message;
      }
    }
    const surroundings = { handlers: [Shop], connections: { shop: url } };
    const send = async (...args: string[]): Promise<string> => {
      const { exitCode, stdout, stderr } = await runHere(['send', 'Shop.onOrder', ...args], surroundings);
      expect(exitCode, stderr).to.equal(0);
      return stdout;
    };
    for (const key of keys) {
      expect(await send('tea', '--to', key)).to.equal(`Pushed to ${key}, whose length is 1 now.\n`);
      expect(await send('cup', '--to', key, '--delay', '1h')).to.equal(`Kept for ${key} for 1h.\n`);
      expect(await client.lrange(key, 0, -1)).to.deep.equal(['tea']);
      expect(await client.zcard(`{${key}}:delayed:${key}`)).to.equal(1);
    }
  });

  const clusterSend = async ([name, ...args]: readonly (string | number | Buffer)[]): Promise<unknown> =>
    client.call(String(name), ...args);
});
