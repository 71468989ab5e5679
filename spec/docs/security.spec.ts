import { expect } from 'chai';
import { createRuntime, RedisListTrigger, RedisMessageModel } from 'redis-triggers';
import { FakeRedis } from 'redis-triggers/testing';
import { entraCredentials, type TokenSource } from '../../examples/snippets/entra-credentials.js';
import { Recorder } from '../support/recorder.js';

const received = new Recorder<string>();

class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders' })
  onOrder({ message }: RedisMessageModel): void {
    received.add(message);
  }
}

describe('the snippets of docs/security.md', () => {
  it('take the token of Entra ID for the password, and its end for theirs', async () => {
    const endsAt = Date.now() + 3_600_000;
    const scopes: string[] = [];
    const source: TokenSource = {
      getToken(scope) {
        scopes.push(scope);
        return Promise.resolve({ token: 'a-token', expiresOnTimestamp: endsAt });
      },
    };
    const provide = entraCredentials(source, 'principal');
    expect(await provide()).to.deep.equal({ username: 'principal', password: 'a-token', expiresAt: endsAt });
    expect(scopes).to.deep.equal(['https://redis.azure.com/.default']);

    await using fake = new FakeRedis();
    const admin = fake.createClient();
    await admin.call('ACL', 'SETUSER', 'principal', 'on', '>a-token', '~*', '&*', '+@all');
    const { port } = await fake.listen(0);
    const redis = { host: '127.0.0.1', port, credentials: provide };
    await using runtime = await createRuntime({ handlers: [Orders], connections: { redis }, logger: false });
    await runtime.start();
    await admin.rpush('orders', 'two teas');
    expect(await received.until(1)).to.deep.equal(['two teas']);
  });

  it('say that Entra ID returned no token', async () => {
    const provide = entraCredentials({ getToken: () => Promise.resolve(null) }, 'principal');
    const error = await provide().catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'Entra ID returned no token');
  });
});
