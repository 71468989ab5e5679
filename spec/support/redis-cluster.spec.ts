import { expect } from 'chai';
import { Cluster } from 'ioredis';
import { eventually } from './eventually.js';
import { redisServerVersion } from './redis-binary.js';
import { RedisCluster } from './redis-cluster.js';

(redisServerVersion ? describe : describe.skip)('RedisCluster (spec support)', function () {
  this.timeout(180_000);
  let cluster: RedisCluster;
  let client: Cluster;

  before(async () => {
    cluster = await RedisCluster.start();
    client = new Cluster(cluster.endpoints);
    client.on('error', () => undefined);
  });

  after(async () => {
    client.disconnect();
    await cluster.stop();
  });

  it('spreads its keys over three masters, with a replica each', async () => {
    const keys = ['foo', 'bar', 'test'];
    await Promise.all(keys.map((key) => client.set(key, key)));
    const owners = await Promise.all(keys.map((key) => cluster.masterOf(key)));
    expect(new Set(owners).size).to.equal(3);
    expect(await cluster.masters()).to.have.members(owners);
    const replicas = await Promise.all(owners.map((owner) => cluster.replicaOf(owner)));
    expect(new Set([...owners, ...replicas]).size).to.equal(6);
  });

  it('has a replica take over, on request and from a dead master', async () => {
    const first = await cluster.masterOf('foo');
    const second = await cluster.replicaOf(first);
    await cluster.failover(second);
    await cluster.whenWell();
    expect(await cluster.masterOf('foo')).to.equal(second);
    await second.kill();
    await eventually(async () => (await cluster.masters()).includes(first), 'the replica');
    expect(await client.get('foo')).to.equal('foo');
  });
});
