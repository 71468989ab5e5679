/** Which flag of notify-keyspace-events turns on the events of a class, by the events' names. */
const classes: Readonly<Record<string, readonly string[]>> = {
  g: ['del', 'expire', 'persist', 'rename_from', 'rename_to', 'move_from', 'move_to', 'copy_to', 'restore'],
  $: ['set', 'setrange', 'setbit', 'incrby', 'incrbyfloat', 'append', 'pfadd', 'pfmerge'],
  l: ['lpush', 'rpush', 'lpop', 'rpop', 'linsert', 'lset', 'lrem', 'ltrim', 'sortstore'],
  s: ['sadd', 'srem', 'spop', 'sinterstore', 'sunionstore', 'sdiffstore'],
  h: ['hset', 'hdel', 'hincrby', 'hincrbyfloat', 'hexpire', 'hexpired', 'hpersist'],
  z: [
    'zadd',
    'zincr',
    'zpopmin',
    'zpopmax',
    'zrem',
    'zremrangebyscore',
    'zremrangebyrank',
    'zremrangebylex',
    'zunionstore',
    'zinterstore',
    'zdiffstore',
    'zrangestore',
    'geosearchstore',
    'georadiusstore',
  ],
  t: [
    'xadd',
    'xdel',
    'xtrim',
    'xsetid',
    'xgroup-create',
    'xgroup-createconsumer',
    'xgroup-delconsumer',
    'xgroup-destroy',
    'xgroup-setid',
  ],
  x: ['expired'],
  e: ['evicted'],
  m: ['keymiss'],
  n: ['new'],
};

/** The classes that the flag `A` stands for. */
const allClasses = 'g$lshzxetd';

/**
 * The flags that must be added to `notify-keyspace-events` for this channel to have messages; empty when
 * nothing is missing. For a `__keyspace@` channel, and for an event that is a pattern or not known here, any class will do,
 * because somebody chose it for such channels; where there is none, or it was chosen for channels of the other kind, all
 * are asked for.
 */
export function missingFlags(channel: string, flags: string): string {
  const [, type, event = ''] = /^__key(space|event)@[^:]*:(.*)$/s.exec(channel) ?? [];
  const present = flags.replace('A', allClasses);
  const medium = type === 'event' ? 'E' : 'K';
  const classFlag = type === 'event' ? classOf(event) : undefined;
  const hasMedium = present.includes(medium);
  const hasClass = classFlag
    ? present.includes(classFlag)
    : flags.includes('A') || (hasMedium && /[^KE]/.test(present));
  return (hasMedium ? '' : medium) + (hasClass ? '' : (classFlag ?? 'A'));
}

function classOf(event: string): string | undefined {
  return Object.keys(classes).find((flag) => classes[flag]?.includes(event));
}

/** The names of all events that are known here; modules and newer servers have more. */
export const knownEvents: ReadonlySet<string> = new Set(Object.values(classes).flat());

/** Commands whose events have other names, by the event. */
const commands: Readonly<Record<string, readonly string[]>> = {
  del: ['unlink', 'delete', 'deleted', 'remove', 'removed'],
  expire: ['pexpire', 'expireat', 'pexpireat'],
  evicted: ['evict', 'eviction'],
  rename_from: ['rename', 'renamenx'],
  move_from: ['move'],
  copy_to: ['copy'],
  set: ['setex', 'psetex', 'setnx', 'mset', 'msetnx', 'getset', 'bitop'],
  setbit: ['bitfield'],
  incrby: ['incr', 'decr', 'decrby'],
  lpush: ['lpushx'],
  rpush: ['rpushx'],
  lpop: ['blpop'],
  rpop: ['brpop', 'rpoplpush', 'brpoplpush'],
  sortstore: ['sort'],
  hset: ['hmset', 'hsetnx'],
  zadd: ['geoadd'],
  zincr: ['zincrby'],
  zpopmin: ['bzpopmin'],
  zpopmax: ['bzpopmax'],
};

/** The event of a command that publishes none of its own name; undefined of any other text. */
export function eventOfCommand(command: string): string | undefined {
  return Object.keys(commands).find((event) => commands[event]?.includes(command));
}
