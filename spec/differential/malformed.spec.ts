import { expect } from 'chai';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisServer } from '../support/redis-server.js';
import { exchange } from '../testing/fake/support.js';
import { canCompare, profile } from './opponents.js';

const requests: Readonly<Record<string, string>> = {
  'a count that is no number': '*abc\r\n',
  'a count beyond the limit': '*2147483648\r\n',
  'a negative and an empty count': '*-5\r\n*0\r\nQUIT\r\n',
  'an argument without a length': '*1\r\nPING\r\n',
  'an integer as an argument': '*2\r\n$3\r\nGET\r\n:1\r\n',
  'a length that is no number': '*1\r\n$abc\r\n',
  'a negative length': '*1\r\n$-1\r\n',
  'a bulk beyond the limit': '*1\r\n$536870913\r\n',
  'an endless inline request': 'x'.repeat(70_000),
  'an endless count': `*${'1'.repeat(70_000)}`,
  'an endless length': `*1\r\n$${'1'.repeat(70_000)}`,
  'open quotes': 'set k "abc\r\n',
  'quotes that close too early': 'set k "a"b\r\n',
  'inline requests': 'set "a\\x00b" \'c\\\'d\'\r\nGET "a\\x00b"\nquit\r\n',
  'requests in front of a malformed one': 'ping\r\n*1\r\n$4\r\nPING\r\n*x\r\nping\r\n',
};

(canCompare ? describe : describe.skip)('Fake Redis beside real Redis: malformed requests', () => {
  let server: RedisServer;
  let fake: FakeRedis;
  let ports: readonly number[];

  before(async () => {
    server = await RedisServer.start();
    fake = new FakeRedis({ version: profile });
    ports = [server.port, (await fake.listen(0)).port];
  });

  after(async () => {
    await fake.close();
    await server.stop();
  });

  for (const [title, request] of Object.entries(requests)) {
    it(`gives the same bytes and closes: ${title}`, async () => {
      const [expected, actual] = await Promise.all(
        ports.map((port) => exchange(port, [Buffer.from(request, 'latin1')])),
      );
      expect(actual).to.equal(expected);
    });
  }
});
