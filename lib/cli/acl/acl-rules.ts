import { delayedKey } from '../../delayed/delayed-key.js';
import type {
  FunctionDescriptor,
  ListFunction,
  PubSubFunction,
  StreamFunction,
} from '../../functions/function-descriptor.js';
import { isKeyspaceChannel } from '../../functions/keyspace-channel.js';
import { sourcesOf } from '../../functions/sources.js';
import { heldKey } from '../../list/at-least-once/held-key.js';
import { sameSlotKey } from '../../redis/commands/same-slot-key.js';
import { inputRulesOf } from './input-rules.js';
import { escapedPattern } from './escaped-pattern.js';

/** What every connection needs. */
export const rulesOfConnection: readonly string[] = ['+ping', '+info'];

const scripts = ['+evalsha', '+eval'];
const claims = [...scripts, '+get', '+set', '+del'];
const rateOfFleet = [...scripts, ...['+time', '+hset', '+hdel', '+hgetall', '+hincrby', '+pexpire']];
const moving = [...scripts, ...['+subscribe', '+time', '+zrangebyscore', '+zrem', '+zadd']];
/** What gives popped elements back exactly once. */
const givingBack = [...scripts, '+ltrim', '+set', '+del'];

/**
 * What the user of a connection needs for a function, as rules for ACL SETUSER of Redis 7.0 and later: keys, channels and
 * commands, no more. docs/security.md has the same rules, and a spec runs each kind under exactly these.
 *
 * @param hasScripts whether the user may run scripts, because another function of the connection needs them
 */
export function aclRulesOf(descriptor: FunctionDescriptor, hasScripts = needsScripts(descriptor)): string[] {
  const inputs = inputRulesOf(descriptor);
  switch (descriptor.kind) {
    case 'list':
      return unique([...listRules(descriptor, hasScripts), ...inputs]);
    case 'stream':
      return unique([...streamRules(descriptor, hasScripts), ...inputs]);
    case 'pubsub':
      return unique([...channelRules(descriptor), ...inputs]);
  }
}

/** Whether a function does nothing without scripts. */
export function needsScripts(descriptor: FunctionDescriptor): boolean {
  if (descriptor.deduplicate) return true;
  if (descriptor.kind === 'pubsub') return descriptor.exclusive;
  const isReliable = descriptor.kind === 'list' && descriptor.delivery === 'atLeastOnce';
  return isReliable || descriptor.delayed || descriptor.rateLimit?.scope === 'fleet';
}

/** What it needs to see, replay and remove the dead letters of a function. */
export function deadLetterRulesOf(descriptor: FunctionDescriptor): string[] {
  const sources = descriptor.kind === 'pubsub' ? [channelRule(descriptor)] : keyRules(descriptor.keys);
  const back = {
    list: () => [descriptor.kind === 'list' && !descriptor.listPopFromBeginning ? '+lpush' : '+rpush'],
    stream: () => ['+xclaim', '+xadd'],
    pubsub: () => [descriptor.kind === 'pubsub' && descriptor.sharded ? '+spublish' : '+publish'],
  }[descriptor.kind]();
  return unique([
    ...sources,
    ...deadRulesOf(descriptor),
    '+xlen',
    '+xrange',
    '+xrevrange',
    '+xdel',
    ...scripts,
    ...back,
  ]);
}

function listRules(descriptor: ListFunction, hasScripts: boolean): string[] {
  const { keys, delivery, blocking, listPopFromBeginning } = descriptor;
  const [pop, push] = listPopFromBeginning ? ['+lpop', '+lpush'] : ['+rpop', '+rpush'];
  const base = [...keyRules(keys), ...deadRulesOf(descriptor)];
  const several = keys.length > 1;
  if (delivery === 'atLeastOnce') {
    return [
      ...base,
      ...keys.map((key) => `~${escapedPattern(heldKey(key))}`),
      ...scripts,
      ...[
        '+blmove',
        '+llen',
        '+lrange',
        '+ltrim',
        push,
        '+lrem',
        '+hmget',
        '+hkeys',
        '+hset',
        '+hdel',
        '+hexists',
      ],
      ...['+hincrby', '+persist', '+pexpire', '+time', '+xadd'],
      ...(several ? ['+hlen'] : []),
      ...claimRules(descriptor, keys),
      ...rateRules(descriptor),
      ...delayedRules(descriptor),
    ];
  }
  return [
    ...base,
    pop,
    ...(several ? ['+lmpop', '+llen'] : []),
    ...(blocking ? ['+blmpop'] : []),
    push,
    '+xadd',
    ...claimRules(descriptor, keys),
    ...rateRules(descriptor),
    ...delayedRules(descriptor),
    // Who may run scripts at all should have what a stop needs to use them.
    ...(hasScripts ? [...keys.map((key) => ownKeys(key, 'returned')), ...givingBack] : []),
  ];
}

function streamRules(descriptor: StreamFunction, hasScripts: boolean): string[] {
  const { keys, startFrom, deleteAfterProcess } = descriptor;
  return [
    ...keyRules(keys),
    ...deadRulesOf(descriptor),
    ...['+xgroup|create', '+xgroup|delconsumer', '+xreadgroup', '+xack', '+xpending', '+xclaim', '+xrange'],
    // With scripts, dead letters need no transaction.
    ...(hasScripts ? [] : ['+multi', '+exec']),
    '+xadd',
    ...(startFrom === '$' ? ['+xinfo|stream'] : []),
    ...(deleteAfterProcess === false ? [] : ['+xdel', '+xinfo|groups']),
    ...claimRules(descriptor, keys),
    ...rateRules(descriptor),
    ...delayedRules(descriptor),
  ];
}

function channelRules(descriptor: PubSubFunction): string[] {
  const { channel, pattern, sharded, deadLetter, exclusive, configureKeyspaceNotifications } = descriptor;
  const subscribe = pattern ? '+psubscribe' : sharded ? '+ssubscribe' : '+subscribe';
  return [
    channelRule(descriptor),
    ...(deadLetter ? deadRulesOf(descriptor) : []),
    ...(exclusive ? [ownKeys(channel, 'exclusive')] : []),
    subscribe,
    ...(deadLetter ? ['+xadd'] : []),
    ...(exclusive ? [...scripts, '+time', '+hmget', '+hget', '+del', '+hset', '+pexpire'] : []),
    ...(isKeyspaceChannel(channel) ? ['+config|get'] : []),
    ...(isKeyspaceChannel(channel) && configureKeyspaceNotifications ? ['+config|set'] : []),
    ...claimRules(descriptor, [channel]),
  ];
}

function claimRules({ deduplicate }: FunctionDescriptor, sources: readonly string[]): string[] {
  return deduplicate ? [...sources.map((source) => ownKeys(source, 'handled')), ...claims] : [];
}

/** All keys of a function share one count, beside the first of them. */
function rateRules({ keys: [first = ''], rateLimit }: ListFunction | StreamFunction): string[] {
  return rateLimit?.scope === 'fleet' ? [ownKeys(first, 'rate'), ...rateOfFleet] : [];
}

/** What is delayed lies beside each key, and is heard of on a channel of the same name. A list gets it at the end that is popped last. */
function delayedRules(descriptor: ListFunction | StreamFunction): string[] {
  if (!descriptor.delayed) return [];
  const names = descriptor.keys.map((key) => escapedPattern(delayedKey(key)));
  const push = descriptor.kind === 'list' ? [descriptor.listPopFromBeginning ? '+rpush' : '+lpush'] : [];
  return [...names.flatMap((name) => [`~${name}`, `&${name}`]), ...moving, ...push];
}

function keyRules(keys: readonly string[]): string[] {
  return keys.map((key) => `~${escapedPattern(key)}`);
}

/** For PSUBSCRIBE, the rule is compared with the pattern as a text; else it is a pattern itself. */
function channelRule({ channel, pattern }: PubSubFunction): string {
  return `&${pattern ? channel : escapedPattern(channel)}`;
}

/** The keys that hold the dead letters of a function, or would hold them. */
export function deadRulesOf(descriptor: FunctionDescriptor): string[] {
  return sourcesOf(descriptor).map((source) => ownKeys(source, 'dead-letter'));
}

/** All keys of ours beside a source that serve one purpose. */
function ownKeys(source: string, purpose: string): string {
  return `~${escapedPattern(sameSlotKey(source, purpose, ''))}*`;
}

function unique(rules: readonly string[]): string[] {
  return [...new Set(rules)];
}
