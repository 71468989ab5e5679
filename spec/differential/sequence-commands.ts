import fc, { type Arbitrary } from 'fast-check';
import { profile } from './opponents.js';

export type CommandArguments = readonly string[];

const oneOf = (...texts: readonly string[]): Arbitrary<string> => fc.constantFrom(...texts);
const fixed = (text: string): Arbitrary<string> => fc.constant(text);

/** A command of fixed words and generated arguments. */
function command(...parts: readonly (string | Arbitrary<string>)[]): Arbitrary<CommandArguments> {
  return fc.tuple(...parts.map((part) => (typeof part === 'string' ? fixed(part) : part)));
}

/** Commands, if the servers that are compared have them. */
function since(
  version: number,
  ...arbitraries: readonly Arbitrary<CommandArguments>[]
): readonly Arbitrary<CommandArguments>[] {
  return Number(profile) >= version ? arbitraries : [];
}

/** The keys that sequences use. */
export const keys = ['k1', 'k2', 'k3'] as const;

const key = oneOf(...keys);
const value = oneOf('a', 'b', 'c', '', '1', '-7', '\xff\x00');
const index = fc.integer({ min: -4, max: 4 }).map(String);
const count = fc.integer({ min: -1, max: 4 }).map(String);
const end = oneOf('left', 'right');

const keyCommands = [
  command('del', key),
  command('exists', key, key),
  command('type', key),
  command('rename', key, key),
  ...since(6.2, command('copy', key, key)),
  command('set', key, value),
  command('get', key),
];

const listCommands = [
  command('lpush', key, value, value),
  command('rpush', key, value),
  command('rpushx', key, value),
  command('lpop', key),
  ...since(6.2, command('rpop', key, count)),
  command('lrange', key, index, index),
  command('lindex', key, index),
  command('lset', key, index, value),
  command('linsert', key, oneOf('before', 'after'), value, value),
  command('lrem', key, index, value),
  command('ltrim', key, index, index),
  command('lpos', key, value, 'rank', oneOf('1', '-1', '2'), 'count', count),
  command('llen', key),
  ...since(6.2, command('lmove', key, key, end, end)),
  command('rpoplpush', key, key),
  ...since(7, command('lmpop', '2', key, key, end, 'count', count)),
];

const entryId = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 }))
  .map(([ms, seq]) => `${ms}-${seq}`);
const bound = fc.oneof(entryId, oneOf('-', '+', '3', ...(Number(profile) >= 6.2 ? ['(2-1'] : [])));
const group = oneOf('g1', 'g2');
const consumer = oneOf('c1', 'c2');

const streamCommands = [
  command('xadd', key, entryId, 'f', value),
  ...since(7, command('xadd', key, fc.oneof(entryId, oneOf('4-*', '6-*')), 'f', value)),
  command('xadd', key, 'maxlen', oneOf('=', '~'), count, entryId, 'f', value),
  ...since(6.2, command('xadd', key, 'nomkstream', 'minid', entryId, entryId, 'f', value)),
  command('xdel', key, entryId, entryId),
  command('xtrim', key, 'maxlen', count),
  ...since(6.2, command('xtrim', key, 'minid', entryId)),
  command('xlen', key),
  command('xrange', key, bound, bound),
  command('xrevrange', key, bound, bound, 'count', count),
  command('xread', 'count', count, 'streams', key, key, entryId, entryId),
  command('xgroup', 'create', key, group, fc.oneof(entryId, oneOf('0', '$'))),
  command('xgroup', 'create', key, group, '0', 'mkstream'),
  command('xgroup', 'setid', key, group, fc.oneof(entryId, fixed('$'))),
  command('xgroup', 'destroy', key, group),
  ...since(6.2, command('xgroup', 'createconsumer', key, group, consumer)),
  command('xgroup', 'delconsumer', key, group, consumer),
  command('xreadgroup', 'group', group, consumer, 'count', count, 'streams', key, '>'),
  command('xreadgroup', 'group', group, consumer, 'streams', key, '>'),
  command('xreadgroup', 'group', group, consumer, 'noack', 'streams', key, '>'),
  command('xreadgroup', 'group', group, consumer, 'streams', key, entryId),
  command('xack', key, group, entryId, entryId),
  command('xpending', key, group),
  command('xclaim', key, group, consumer, '0', entryId, entryId),
  command('xclaim', key, group, consumer, '0', entryId, 'force', 'justid'),
  ...since(6.2, command('xautoclaim', key, group, consumer, '0', entryId, 'count', oneOf('1', '2', '10'))),
  ...since(6.2, command('xautoclaim', key, group, consumer, '0', '-', 'justid')),
  command('xinfo', 'stream', key),
  command('xinfo', 'groups', key),
  command('xsetid', key, entryId),
];

const farFuture = oneOf('4000000000', '4000000001');
const expiryCommands = [
  ...since(6.2, command('set', key, value, 'exat', farFuture)),
  command('set', key, value, 'keepttl'),
  command('expireat', key, farFuture),
  ...since(7, command('expireat', key, farFuture, oneOf('nx', 'xx', 'gt', 'lt'))),
  command('expire', key, oneOf('0', '-1')),
  command('persist', key),
  ...since(7, command('expiretime', key)),
  ...since(6.2, command('getex', key, 'persist')),
  ...since(6.2, command('getex', key, 'exat', farFuture)),
  command('getset', key, value),
  command('append', key, value),
  command('incrby', key, index),
  command('rename', key, key),
  ...since(6.2, command('copy', key, key, 'replace')),
];

const transactionCommands = [
  command('multi'),
  command('exec'),
  command('discard'),
  command('watch', key),
  command('unwatch'),
  command('nosuch'),
  command('get'),
];

const channel = oneOf('x', 'y', 'xy');
/** No channel fits two of them: the order of a message that does is that of a hash table in a real server. */
const pattern = oneOf('x*', '[yz]');
const pubSubCommands = [
  command('subscribe', channel),
  command('unsubscribe', channel),
  command('psubscribe', pattern),
  command('punsubscribe', pattern),
  command('publish', channel, value),
  command('ping'),
  command('pubsub', 'numsub', 'x', 'y'),
  command('get', key),
];

const hashAndSetCommands = [
  command('hset', key, value, value),
  command('hdel', key, value),
  command('hget', key, value),
  command('hincrby', key, value, index),
  command('hlen', key),
  command('sadd', key, value, value),
  command('srem', key, value),
  command('scard', key),
  command('sismember', key, value),
  command('zadd', key, index, value),
  command('zincrby', key, index, value),
  command('zrange', key, index, index, 'withscores'),
  command('zrangebyscore', key, index, index),
  command('zrem', key, value),
  ...since(7, command('zpopmin', key, count)),
  command('zrank', key, value),
];

const score = oneOf('0', '1', '-1.5', '2', 'inf');
const scoredCommands = [
  command('zadd', key, score, value),
  command('zincrby', key, oneOf('1', '-0.5'), value),
  command('zpopmin', key),
  ...since(6.2, command('zunion', '2', key, key, 'withscores')),
  ...since(6.2, command('zinter', '2', key, key, 'aggregate', oneOf('min', 'max', 'sum'), 'withscores')),
  ...since(6.2, command('zdiff', '2', key, key)),
  command('zunionstore', key, '2', key, key, 'weights', oneOf('2', '-1'), '1'),
  command('zinterstore', key, '2', key, key),
  ...since(6.2, command('zrangestore', key, key, index, index)),
  ...since(7, command('zmpop', '2', key, key, oneOf('min', 'max'), 'count', count)),
  ...since(7, command('zintercard', '2', key, key, 'limit', count)),
  command('zrange', key, '0', '-1', 'withscores'),
  ...since(7, command('sintercard', '2', key, key)),
  command('sadd', key, value),
  command('sort', key, oneOf('alpha', 'desc', 'asc')),
  command('sort', key, 'alpha', 'store', key),
];

const bit = fc.integer({ min: 0, max: 20 }).map(String);
/** Their bytes are not compared: the fake's are always dense. */
const counter = oneOf('p1', 'p2');
const bitCommands = [
  command('setbit', key, bit, oneOf('0', '1')),
  command('getbit', key, bit),
  command('bitcount', key),
  command('bitcount', key, index, index),
  ...since(7, command('bitcount', key, index, index, 'bit')),
  command('bitpos', key, oneOf('0', '1')),
  command('bitpos', key, oneOf('0', '1'), index, index),
  command('bitop', oneOf('and', 'or', 'xor'), key, key, key),
  command('bitop', 'not', key, key),
  command(
    'bitfield',
    key,
    'overflow',
    oneOf('wrap', 'sat', 'fail'),
    'incrby',
    oneOf('u4', 'i5', 'u8'),
    bit,
    index,
  ),
  command('bitfield', key, 'set', oneOf('u4', 'i5'), bit, index, 'get', 'u8', bit),
  command('pfadd', counter, value, value),
  command('pfcount', counter, counter),
  command('pfmerge', counter, counter),
  command('del', key),
  command('get', key),
  command('set', key, value),
];

const scriptCommands = [
  command('eval', "return redis.pcall('lpush', KEYS[1], ARGV[1])", '1', key, value),
  command('eval', "return redis.call('incr', KEYS[1])", '1', key),
  command('eval', "local v = redis.call('get', KEYS[1]) return {v, type(v)}", '1', key),
  // Some builds of 6.0 have no cjson.
  ...since(
    7,
    command('eval', 'return cjson.decode(cjson.encode(ARGV))', '0', oneOf('a', 'b', ''), oneOf('1', '-7')),
  ),
  command('eval', 'return redis.call(unpack(ARGV))', '0', oneOf('get', 'del', 'llen'), key),
  // 6.0 says where it was called from.
  ...since(7, command('eval', 'return redis.call(unpack(ARGV))', '0', 'nosuch', key)),
  ...since(7, command('eval_ro', "return redis.call('set', KEYS[1], 'x')", '1', key)),
  command('multi'),
  command('exec'),
];

/** What sequences are made of, by family. */
export const commands = {
  'lists and keys': fc.oneof(...listCommands, ...keyCommands),
  'streams and groups': fc.oneof(...streamCommands),
  'expiry and strings': fc.oneof(...expiryCommands, ...keyCommands),
  transactions: fc.oneof(...transactionCommands, ...listCommands, ...keyCommands),
  'publish and subscribe': fc.oneof(...pubSubCommands),
  'hashes, sets and sorted sets': fc.oneof(...hashAndSetCommands),
  'sorted sets and sets': fc.oneof(...scoredCommands, ...keyCommands.slice(0, 4)),
  'bits and HyperLogLogs': fc.oneof(...bitCommands),
  'scripts in Lua': fc.oneof(...scriptCommands, ...keyCommands, ...listCommands),
  'lists and blocked clients': fc.oneof(
    ...listCommands,
    command('multi'),
    command('exec'),
    command('xadd', key, entryId, 'f', 'v'),
    command('del', key),
  ),
  'every family': fc.oneof(
    ...listCommands,
    ...streamCommands,
    ...expiryCommands,
    ...hashAndSetCommands,
    ...keyCommands,
    command('multi'),
    command('exec'),
  ),
} satisfies Record<string, Arbitrary<CommandArguments>>;

/** Commands that wait. */
export const blockingCommand = fc.oneof(
  command('blpop', key, key, '0'),
  command('brpop', key, '0'),
  ...since(6.2, command('blmove', key, key, end, end, '0')),
  command('brpoplpush', key, key, '0'),
  ...since(7, command('blmpop', '0', '2', key, key, end, 'count', oneOf('1', '2'))),
  command('xread', 'block', '0', 'streams', key, oneOf('$', '0', '3-0')),
);
