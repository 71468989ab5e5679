import { expect } from 'chai';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { splitInlineArguments } from '../../lib/testing/fake/resp/inline-arguments.js';
import { RedisServer } from '../support/redis-server.js';
import { canCompare, FakeOpponent, profile, RealOpponent } from './opponents.js';
import type { Opponent } from './scenario.js';

const requests = String.raw`
set a 1
GET a
nosuch a
get
config get maxmemory
client list
multi
set a "2\x00\xff\r\n\"\\"
incr a
exec
multi
discard
eval "redis.call('set', KEYS[1], 1) redis.pcall('incr', KEYS[1]) return redis.pcall('get')" 1 x
multi
eval "return redis.call('ping')" 0
exec
eval_ro "return redis.call('get', KEYS[1])" 1 x
function load replace "#!lua name=l\nredis.register_function('f', function() return redis.call('echo', 'x') end)"
fcall f 0
script load "return 1"
auth user secret
auth secret
hello 3 auth user secret setname x
hello 2
select 1
get a
quit
`
  .trim()
  .split('\n');

(canCompare && Number(profile) >= 7 ? describe : describe.skip)(
  'Fake Redis beside real Redis: MONITOR',
  () => {
    it('shows what clients, transactions and scripts run, and no secrets', async () => {
      await using fake = new FakeRedis({ version: profile });
      const server = await RedisServer.start();
      try {
        const expected = await shownBy(new RealOpponent(server.port));
        expect(await shownBy(new FakeOpponent(fake))).to.deep.equal(expected);
        expect(expected.join('\n')).to.include('lua] "set" "x" "1"').and.not.include('secret');
      } finally {
        await server.stop();
      }
    });
  },
);

/** The lines that a monitor gets, without time and port. */
async function shownBy(opponent: Opponent): Promise<string[]> {
  const monitor = await opponent.connect();
  await monitor.call('monitor');
  const client = await opponent.connect();
  for (const request of requests) await client.call(...(splitInlineArguments(request) ?? []));
  const other = await opponent.connect();
  await other.call('ping', 'the end');
  const lines: string[] = [];
  while (lines.at(-1)?.includes('the end') !== true) {
    const reply = await monitor.read();
    if ('text' in reply)
      lines.push(
        (reply.text ?? '').replace(/^[\d.]+ /, '').replace(/\[(\d+) [^\]]*:[^\]]*\]/, '[$1 client]'),
      );
  }
  for (const one of [monitor, client, other]) one.close();
  return lines;
}
