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

  it('runs the Lua of any other script', async () => {
    await using fake = new FakeRedis();
    const client = fake.createClient();
    client.defineCommand('addTwice', {
      numberOfKeys: 1,
      lua: "redis.call('INCRBY', KEYS[1], ARGV[1]) return redis.call('INCRBY', KEYS[1], ARGV[1])",
    });
    const { addTwice } = client as unknown as { addTwice: (key: string, by: number) => Promise<number> };
    expect(await addTwice.call(client, 'n', 2)).to.equal(4);
    expect(await client.multi().eval('return ARGV', 0, 'a').exec()).to.deep.equal([[null, ['a']]]);
  });

  it('says how to install the engine of Lua where it is missing, and goes on', async () => {
    await using fake = new FakeRedis();
    fake.scripts.loadEngine = () => Promise.reject(new Error('Cannot find package'));
    const client = fake.createClient();
    expect(await client.eval('return 1', 0).catch(String)).to.match(
      /npm install --save-dev wasmoon-lua5\.1.*fake\.scripts\.register/,
    );
    fake.scripts.register('return 1', () => 1);
    expect(await client.eval('return 1', 0)).to.equal(1);
  });

  it('ends a script that does not end', async () => {
    await using fake = new FakeRedis();
    const client = fake.createClient();
    await client.config('SET', 'lua-time-limit', '20');
    expect(await client.eval('while true do end', 0).catch(String)).to.include('lua-time-limit');
    expect(await client.ping()).to.equal('PONG');
  });

  it('tells the listeners of warnings what a script logs as one', async () => {
    await using fake = new FakeRedis();
    const warnings: string[] = [];
    fake.onWarning((text) => warnings.push(text));
    await fake.createClient().eval("redis.log(redis.LOG_WARNING, 'low', 'tide') redis.log(0, 'x')", 0);
    expect(warnings).to.deep.equal(['low tide']);
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
