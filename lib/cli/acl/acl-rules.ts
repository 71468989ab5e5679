import { deadLetterKeys } from '../../dead-letters/dead-letter-key.js';
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

/** What every connection needs. */
export const rulesOfConnection: readonly string[] = ['+ping', '+info'];

const scripts = ['+evalsha', '+eval'];
const claims = [...scripts, '+get', '+set', '+del'];

/**
 * What the user of a connection needs for a function, as rules for ACL SETUSER of Redis 7.0 and later: keys, channels and
 * commands, no more. docs/security.md has the same rules, and a spec runs each kind under exactly these.
 */
export function aclRulesOf(descriptor: FunctionDescriptor): string[] {
  switch (descriptor.kind) {
    case 'list':
      return unique(listRules(descriptor));
    case 'stream':
      return unique(streamRules(descriptor));
    case 'pubsub':
      return unique(channelRules(descriptor));
  }
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
    ...deadRules(descriptor),
    '+xlen',
    '+xrange',
    '+xrevrange',
    '+xdel',
    ...scripts,
    ...back,
  ]);
}

function listRules(descriptor: ListFunction): string[] {
  const { keys, delivery, blocking, listPopFromBeginning } = descriptor;
  const [pop, push] = listPopFromBeginning ? ['+lpop', '+lpush'] : ['+rpop', '+rpush'];
  const base = [...keyRules(keys), ...deadRules(descriptor)];
  const several = keys.length > 1;
  if (delivery === 'atLeastOnce') {
    return [
      ...base,
      ...keys.map((key) => `~${escaped(heldKey(key))}`),
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
    ...(descriptor.deduplicate ? [...keys.map((key) => ownKeys(key, 'returned')), '+ltrim'] : []),
  ];
}

function streamRules(descriptor: StreamFunction): string[] {
  const { keys, startFrom, deleteAfterProcess, deduplicate } = descriptor;
  return [
    ...keyRules(keys),
    ...deadRules(descriptor),
    ...['+xgroup|create', '+xgroup|delconsumer', '+xreadgroup', '+xack', '+xpending', '+xclaim', '+xrange'],
    // With scripts, dead letters need no transaction.
    ...(deduplicate ? [] : ['+multi', '+exec']),
    '+xadd',
    ...(startFrom === '$' ? ['+xinfo|stream'] : []),
    ...(deleteAfterProcess === false ? [] : ['+xdel', '+xinfo|groups']),
    ...claimRules(descriptor, keys),
  ];
}

function channelRules(descriptor: PubSubFunction): string[] {
  const { channel, pattern, sharded, deadLetter, exclusive, configureKeyspaceNotifications } = descriptor;
  const subscribe = pattern ? '+psubscribe' : sharded ? '+ssubscribe' : '+subscribe';
  return [
    channelRule(descriptor),
    ...(deadLetter ? deadRules(descriptor) : []),
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

function keyRules(keys: readonly string[]): string[] {
  return keys.map((key) => `~${escaped(key)}`);
}

/** For PSUBSCRIBE, the rule is compared with the pattern as a text; else it is a pattern itself. */
function channelRule({ channel, pattern }: PubSubFunction): string {
  return `&${pattern ? channel : escaped(channel)}`;
}

function deadRules(descriptor: FunctionDescriptor): string[] {
  if (deadLetterKeys(descriptor).length === 0) return [];
  return sourcesOf(descriptor).map((source) => ownKeys(source, 'dead-letter'));
}

/** All keys of ours beside a source that serve one purpose. */
function ownKeys(source: string, purpose: string): string {
  return `~${escaped(sameSlotKey(source, purpose, ''))}*`;
}

function escaped(name: string): string {
  return name.replaceAll(/[*?[\]\\]/g, '\\$&');
}

function unique(rules: readonly string[]): string[] {
  return [...new Set(rules)];
}
