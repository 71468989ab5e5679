import { expect } from 'chai';
import { Redis } from 'ioredis';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { exchange } from './support.js';

describe('FakeRedis over TCP', () => {
  let fake: FakeRedis;
  let port: number;

  beforeEach(async () => {
    fake = new FakeRedis();
    ({ port } = await fake.listen(0));
  });

  afterEach(() => fake.close());

  const errors: Readonly<Record<string, readonly [sent: string, answered: string]>> = {
    'a count that is no number': ['*abc\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
    'too many arguments': ['*2147483648\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
    'an argument without a length': ['*1\r\nPING\r\n', "-ERR Protocol error: expected '$', got 'P'\r\n"],
    'a negative length': ['*1\r\n$-5\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
    'a bulk of more than 512 MB': ['*1\r\n$536870913\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
    'an endless inline request': ['x'.repeat(70_000), '-ERR Protocol error: too big inline request\r\n'],
    'an open quote': ['get "abc\r\n', '-ERR Protocol error: unbalanced quotes in request\r\n'],
    'an endless count': [`*${'1'.repeat(70_000)}`, '-ERR Protocol error: too big mbulk count string\r\n'],
  };

  for (const [title, [sent, answered]] of Object.entries(errors)) {
    it(`answers ${title} with Redis' own protocol error, closes, and lives on`, async () => {
      expect(await exchange(port, [sent])).to.equal(answered);
      expect(await exchange(port, ['PING\r\n'], (text) => text.endsWith('\r\n'))).to.equal('+PONG\r\n');
    });
  }

  it('waits for the rest of a request that comes in pieces', async () => {
    const pieces = [
      '*',
      '3\r\n$3\r\nSE',
      'T\r\n$1\r\nk\r\n$5\r',
      '\nhel',
      'lo\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r',
      '\n',
    ];
    const replies = await exchange(port, pieces, (text) => text.endsWith('hello\r\n'));
    expect(replies).to.equal('+OK\r\n$5\r\nhello\r\n');
  });

  it('survives half a request and a lost connection', async () => {
    const socket = exchange(port, ['*2\r\n$3\r\nGE'], () => true);
    fake.restart({ keepData: true });
    await Promise.race([socket, exchange(port, ['PING\r\n'], (text) => text.endsWith('\r\n'))]);
    expect(await exchange(port, ['PING\r\n'], (text) => text.endsWith('\r\n'))).to.equal('+PONG\r\n');
    fake.restart({ keepData: true });
    await socket;
  });

  it('takes inline requests, empty ones too', async () => {
    const replies = await exchange(port, ['\r\n*0\r\nset "a b" \'c\'\r\nget "a b"\r\n'], (text) =>
      text.endsWith('c\r\n'),
    );
    expect(replies).to.equal('+OK\r\n$1\r\nc\r\n');
  });

  it('keeps keys and values of any bytes', async () => {
    const client = new Redis(port);
    const key = Buffer.from([0, 255, 13, 10, 128]);
    await client.set(key, key);
    expect(await client.getBuffer(key)).to.deep.equal(key);
    await client.set('käse', 'größe');
    expect(await client.get('käse')).to.equal('größe');
    client.disconnect();
  });

  it('limits what a connection may send before it has authenticated', async () => {
    await using closed = new FakeRedis({ password: 'secret' });
    const { port: closedPort } = await closed.listen(0);
    expect(await exchange(closedPort, ['*11\r\n'])).to.equal(
      '-ERR Protocol error: unauthenticated multibulk length\r\n',
    );
    expect(await exchange(closedPort, ['*1\r\n$16385\r\n'])).to.equal(
      '-ERR Protocol error: unauthenticated bulk length\r\n',
    );
  });
});
