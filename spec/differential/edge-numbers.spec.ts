import { expect } from 'chai';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisServer } from '../support/redis-server.js';
import { canCompare, FakeOpponent, profile, RealOpponent, resetServer } from './opponents.js';
import type { RawClient } from './raw-client.js';
import { showReply, showShape } from './raw-reply.js';

/** Numbers at the ends of 32, 53 and 64 bits, and texts that are numbers for some only. */
const edges = [
  '0',
  '-0',
  '-1',
  '+1',
  ' 1',
  '1 ',
  '01',
  '1.5',
  '.5',
  '5.',
  '1e3',
  '0x10',
  '',
  'abc',
  'nan',
  'inf',
  '-inf',
  'infinity',
  '1e400',
  '1e-400',
  '2147483647',
  '2147483648',
  '-2147483649',
  '4294967295',
  '4294967296',
  '9007199254740993',
  '-9007199254740993',
  '9223372036854775806',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775807',
  '-9223372036854775808',
  '-9223372036854775809',
  '18446744073709551615',
  '18446744073709551616',
] as const;

/**
 * Calls with `#` where a number stands. Those whose reply would be as long as the number are not among them, nor those
 * that would block for ever. With `?` before it, only the type of the reply is compared.
 */
const calls = `
incrby n #
decrby n #
incrbyfloat n #
setrange m # ""
getrange s # 3
getrange s 0 #
? expire s #
? pexpire s #
? expireat s #
? pexpireat s #
? set s v ex #
? set s v px #
? set s v exat #
? set s v pxat #
? setex s # v
? psetex s # v
? getex s ex #
? getex s pxat #
lrange l # -1
lrange l 0 #
lindex l #
lset l # x
lrem l # nosuch
ltrim l 0 #
lpop l #
lpos l a rank #
lpos l a count #
lpos l a maxlen #
lmpop 1 l left count #
lmpop # l left
hincrby h n #
hincrbyfloat h n #
hscan h 0 count #
scan 0 match none count #
spop none #
srandmember none #
sintercard 1 t limit #
sintercard # t
zadd z # x
zadd z incr # y
zincrby z # x
zrangebyscore z # 5
zcount z 0 #
zrange z # 5
zrange z 0 # rev
zrange z 0 9 byscore limit # 1
zrange z 0 9 byscore limit 0 #
zrank z #
zpopmin none #
zrandmember none #
zmpop 1 none min count #
zunion # z
zunion 1 z weights #
zintercard 1 z limit #
zremrangebyrank none # 1
setbit m # 1
setbit m 1 #
getbit s #
bitcount s # -1
bitcount s 0 #
bitpos s 1 #
bitpos s 1 0 #
bitfield s get u8 #
bitfield s set u8 0 #
bitfield s incrby i64 0 #
copy s d db #
select #
xadd x maxlen # 9-1 a b
xtrim x maxlen #
xtrim x maxlen ~ 1 limit #
xrange x - + count #
xread count # streams x 0
xautoclaim x g c # 0
xautoclaim x g c 0 0 count #
xclaim x g c # 1-1
? xclaim x g c 0 1-1 idle #
? xclaim x g c 0 1-1 time #
xclaim x g c 0 1-1 retrycount #
? xpending x g - + #
? xpending x g idle # - + 1
xsetid x 5-5 entriesadded #
xgroup create x g2 0 entriesread #
eval return #
client kill id #
client unblock #
object freq #
sort l limit # 1
sort l limit 0 #
geoadd p # 1 a
geodist p a b #
lcs s s minmatchlen #
wait 0 #
client pause -#
hello # setname x
blpop l #
brpop l #
blmove l l left right #
brpoplpush l l #
blmpop # 1 l left
blmpop 1 # l left
blmpop 1 1 l left count #
bzpopmin z #
bzpopmax z #
bzmpop # 1 z min
bzmpop 1 1 z min count #
xread block # streams x 0
xreadgroup group g c count # streams x >
xreadgroup group g c block # streams x 0
xreadgroup group g c streams x #
xread streams x #
xadd x # a b
xadd x minid # 9-1 a b
xadd x maxlen ~ 1 limit # 9-1 a b
xtrim x minid #
xdel x #
xack x g #
xclaim x g c 0 #
xautoclaim x g c 0 #
xrange x # +
xrevrange x + #
? xpending x g # + 10
xgroup create x g3 #
xgroup setid x g #
xgroup setid x g 0 entriesread #
xsetid x #
xsetid x 5-5 entriesadded 5 maxdeletedid #
? xinfo stream x full count #
zdiff # z
zinter # z
zunionstore d # z
zinterstore d 1 z weights #
zdiffstore d # z
zintercard # z
zrangestore d z # 5
zrangestore d z 0 9 byscore limit 0 #
zrevrange z # 5
zrevrangebyscore z # 0
zrevrangebyscore z 5 0 limit # 1
zremrangebyscore z # 5
zrangebyscore z (# 5
zpopmax none #
zmpop # z min
hrandfield none #
sscan none 0 count #
zscan z 0 count #
getex s px #
getex s exat #
lmpop 1 l left count #
rpop l #
geoadd p2 1 # a
georadius p # 1 1 m
georadius p 1 1 # m
georadius p 1 1 1 m count #
georadiusbymember p a # m
geosearch p fromlonlat # 1 byradius 1 m
geosearch p frommember a byradius # m
geosearch p frommember a bybox 1 # m
geosearch p frommember a byradius 1 m count #
bitcount s 0 # bit
bitpos s 1 # -1 bit
bitfield_ro s get u8 #
bitfield s overflow fail incrby u8 # 1
move s #
swapdb 0 #
restore r # x
restore r 0 x idletime #
restore r 0 x freq #
? memory usage s samples #
slowlog get #
? acl log #
? acl genpass #
eval_ro return #
fcall f #
evalsha e0e1f9fabfc9d4800c877a703b823ac0578ff8db #
client list id #
client unpause #
replicaof 127.0.0.1 -#
setbit m # 2
`
  .split('\n')
  .filter((line) => line !== '');

const setup = [
  'config set slowlog-log-slower-than -1',
  'slowlog reset',
  'set s abcd',
  'set n 5',
  'rpush l a b a',
  'hset h n 1',
  'sadd t a b',
  'zadd z 1 a 2 b',
  'geoadd p 13.3 38.1 a 15 37.5 b',
  'xadd x 1-1 a b',
  'xgroup create x g 0',
  'xreadgroup group g c streams x >',
];

(canCompare && Number(profile) >= 7 && Number(profile) < 7.2 ? describe : describe.skip)(
  'Fake Redis beside real Redis: numbers at the edges',
  () => {
    let server: RedisServer;
    let fake: FakeRedis;
    let clients: RawClient[];

    before(async () => {
      server = await RedisServer.start();
      fake = new FakeRedis({ version: profile });
      clients = [await new RealOpponent(server.port).connect(), await new FakeOpponent(fake).connect()];
    });

    after(async () => {
      for (const client of clients) client.close();
      await fake.close();
      await server.stop();
    });

    for (const line of calls) {
      it(line, async () => {
        const [expected, actual] = await Promise.all(clients.map((client) => play(client, line)));
        expect(actual).to.deep.equal(expected);
      });
    }
  },
);

/** The call with each number, each on the same data. */
async function play(client: RawClient, line: string): Promise<string[]> {
  const isLoose = line.startsWith('? ');
  const words = line.replace(/^\? /, '').split(' ');
  const transcript: string[] = [];
  await client.call('hello', '2');
  for (const edge of edges) {
    // A string of 512 MB is 24 bytes longer than V8's longest.
    if (edge === '4294967295' && (words[0] === 'setbit' || line.startsWith('bitfield s overflow'))) continue;
    await client.call('select', '0');
    await resetServer(client);
    for (const command of setup) await client.call(...command.split(' '));
    const args = words.map((word) => (word === '""' ? '' : word.replace('#', edge)).replaceAll('"', ''));
    const reply = await client.call(...args);
    await client.call('hello', '2');
    transcript.push(
      `${args.join(' ')} → ${isLoose && !isError(reply) ? showShape(reply) : showReply(reply)}`,
    );
  }
  return transcript;
}

const isError = (reply: Parameters<typeof showReply>[0]): boolean => reply.sign === '-';
