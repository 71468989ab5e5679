import { expect } from 'chai';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

const lua = "return redis.call('INCRBY', KEYS[1], ARGV[1])";

describe('FakeRedis with scripts', () => {
  it('runs the function that is registered for a script, by its text and by its SHA1', async () => {
    await using fake = new FakeRedis();
    const sha = fake.scripts.register(lua, ({ keys, args, call }) =>
      call('INCRBY', keys[0] ?? '', args[0] ?? ''),
    );
    const client = fake.createClient();
    expect(await client.evalsha(sha, 1, 'n', 2).catch(String)).to.include(
      'NOSCRIPT No matching script. Please use EVAL.',
    );
    expect(await client.eval(lua, 1, 'n', 2)).to.equal(2);
    expect(await client.evalsha(sha, 1, 'n', 2)).to.equal(4);
    expect(await client.script('EXISTS', sha)).to.deep.equal([1]);
    await client.script('FLUSH');
    expect(await client.script('EXISTS', sha)).to.deep.equal([0]);
    expect(await client.script('LOAD', lua)).to.equal(sha);
  });

  it('says what to do about a script that it does not know', async () => {
    await using fake = new FakeRedis();
    expect(await fake.createClient().eval('return 1', 0).catch(String)).to.include('fake.scripts.register');
  });

  it('answers what a script returns as Redis does', async () => {
    await using fake = new FakeRedis();
    fake.scripts.register('values', () => [
      1.9,
      'text',
      Buffer.from([255]),
      null,
      true,
      false,
      { ok: 'fine' },
    ]);
    const client = fake.createClient();
    const reply = (await client.callBuffer('eval', 'values', 0)) as unknown[];
    expect(reply.map((one) => (Buffer.isBuffer(one) ? one.toString('latin1') : one))).to.deep.equal([
      1,
      'text',
      '\xff',
      null,
      1,
      null,
      'fine',
    ]);
  });

  it('ends a script with the error of its command, or of its function', async () => {
    await using fake = new FakeRedis();
    fake.scripts.register('wrong', ({ call }) => call('LPUSH', 'k', 'v'));
    fake.scripts.register('broken', () => {
      throw new Error('oops');
    });
    const client = fake.createClient();
    await client.set('k', 'v');
    expect(await client.eval('wrong', 0).catch(String)).to.include('WRONGTYPE');
    expect(await client.eval('broken', 0).catch(String)).to.include('oops');
    expect(await client.ping()).to.equal('PONG');
  });

  it('serves who is blocked when the script is over', async () => {
    await using fake = new FakeRedis();
    fake.scripts.register('push two', ({ call }) => {
      call('RPUSH', 'list', 'a');
      return call('RPUSH', 'list', 'b');
    });
    const popped = fake.createClient().blpop('list', 0);
    expect(await fake.createClient().eval('push two', 0)).to.equal(2);
    expect(await popped).to.deep.equal(['list', 'a']);
  });
});
