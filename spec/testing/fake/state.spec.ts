import { expect } from 'chai';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

describe('FakeRedis tells of itself', () => {
  it('that a client whose write waits for the end of CLIENT PAUSE is blocked', async () => {
    await using fake = new FakeRedis();
    const [client, other] = [fake.createClient(), fake.createClient()];
    await other.ping();
    await client.client('PAUSE', 100_000, 'WRITE');
    const written = other.set('k', 'v');
    // What the other client sent is there when a later client has its answer.
    await fake.createClient().ping();
    expect(await client.info('clients')).to.include('blocked_clients:1\r\n');
    await client.client('UNPAUSE');
    expect(await written).to.equal('OK');
    expect(await client.info('clients')).to.include('blocked_clients:0\r\n');
  });

  it('for how long a key was not used, to which EXISTS and TYPE are no use, and GET and TOUCH are', async () => {
    await using fake = new FakeRedis({ clock: 'virtual' });
    const client = fake.createClient();
    await client.set('k', 'v');
    await fake.clock.advance(100_000);
    await client.exists('k');
    await client.type('k');
    expect(await client.object('IDLETIME', 'k')).to.equal(100);
    await client.touch('k');
    expect(await client.object('IDLETIME', 'k')).to.equal(0);
  });

  it('on which port it listens', async () => {
    await using fake = new FakeRedis();
    const { port } = await fake.listen();
    const client = fake.createClient();
    expect(await client.config('GET', 'port')).to.deep.equal(['port', `${port}`]);
    expect(await client.info('server')).to.include(`tcp_port:${port}\r\n`);
  });

  it('how many connections there were, as redis-cli --stat reads it', async () => {
    await using fake = new FakeRedis();
    const client = fake.createClient();
    await fake.createClient().ping();
    expect(await client.info('stats')).to.include('total_connections_received:2\r\n');
  });
});
