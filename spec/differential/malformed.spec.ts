import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  'a POST of a web page': 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nRPUSH list x\r\nPING\r\n',
  'a GET of a web page': 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\nPING\r\n',
  'POST behind other requests': 'PING\r\nPING\r\nPOST\r\nPING\r\n',
  'POST in quotes': '"pOST"\r\nPING\r\n',
  'POST within a transaction': 'MULTI\r\nPOST\r\nPING\r\n',
  'POST while subscribed': 'SUBSCRIBE channel\r\nPOST\r\nPING\r\n',
  'POST as a bulk': '*2\r\n$4\r\nPOST\r\n$1\r\n/\r\nPING\r\n',
  'Host: as a bulk': '*1\r\n$5\r\nHost:\r\nPING\r\n',
  'what only resembles them': 'HEAD / HTTP/1.1\r\nHost:localhost\r\nposts\r\nquit\r\n',
};

/** Before 7.0 these are commands: a transaction queues them, and a subscriber may not send them. The fake closes at once. */
const closesSince7 = ['POST within a transaction', 'POST while subscribed'];

(canCompare ? describe : describe.skip)('Fake Redis beside real Redis: malformed requests', () => {
  let server: RedisServer;
  let fake: FakeRedis;
  let ports: readonly number[];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redis-triggers-'));
    server = await RedisServer.start({ args: ['--logfile', join(folder, 'log')] });
    fake = new FakeRedis({ version: profile });
    ports = [server.port, (await fake.listen(0)).port];
  });

  it('warns of the same in the log', async () => {
    const warnings: string[] = [];
    fake.onWarning((text) => warnings.push(text));
    await Promise.all(ports.map((port) => exchange(port, ['POST / HTTP/1.1\r\n'])));
    const log = await readFile(join(folder, 'log'), 'utf8');
    expect(warnings).to.have.length(1);
    // Valkey names itself, and newer servers say which connection they close.
    expect(log.replaceAll('Valkey', 'Redis')).to.include(warnings[0]?.replace('Connection aborted.', ''));
  });

  after(async () => {
    await fake.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  for (const [title, request] of Object.entries(requests)) {
    if (Number(profile) < 7 && closesSince7.includes(title)) continue;
    it(`gives the same bytes and closes: ${title}`, async () => {
      const [expected, actual] = await Promise.all(
        ports.map((port) => exchange(port, [Buffer.from(request, 'latin1')])),
      );
      expect(actual).to.equal(expected);
    });
  }
});
