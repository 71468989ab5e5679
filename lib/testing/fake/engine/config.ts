import type { Bytes } from '../resp/bytes.js';
import { CommandError } from './command-error.js';
import type { AclUsers } from './acl/acl-users.js';
import type { KeyspaceEvents } from './keyspace-events.js';
import type { VersionNumber } from '../versions.js';
import { formatEventFlags, parseEventFlags } from './keyspace-event-flags.js';
import { parseMemory } from './memory-size.js';

/** Parameters that can be asked for, with their defaults; those not named elsewhere have no effect. */
const defaults: Readonly<Record<string, Bytes>> = {
  appendfsync: 'everysec',
  appendonly: 'no',
  bind: '127.0.0.1',
  'client-output-buffer-limit': 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60',
  dir: '/',
  'hash-max-listpack-entries': '512',
  'hash-max-listpack-value': '64',
  hz: '10',
  'list-max-listpack-size': '-2',
  'latency-tracking': 'yes',
  'lua-time-limit': '5000',
  maxclients: '10000',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'maxmemory-samples': '5',
  'notify-keyspace-events': '',
  port: '6379',
  'proto-max-bulk-len': '536870912',
  'protected-mode': 'yes',
  'replica-read-only': 'yes',
  requirepass: '',
  save: '',
  'set-max-intset-entries': '512',
  'slowlog-log-slower-than': '10000',
  'slowlog-max-len': '128',
  'stream-node-max-bytes': '4096',
  'stream-node-max-entries': '100',
  'tcp-keepalive': '300',
  timeout: '0',
  'zset-max-listpack-entries': '128',
  'zset-max-listpack-value': '64',
};

/** What CONFIG SET cannot change. */
const immutable = new Set(['databases', 'port', 'bind', 'dir']);

/** What parameters act on. */
interface ConfiguredEngine {
  readonly version: VersionNumber;
  readonly events: KeyspaceEvents;
  readonly users: AclUsers;
}

/** The server's parameters. */
export class Config {
  /** From how many microseconds on a command is slow; negative: none is. It is looked at after each command. */
  slowerThan = Number(defaults['slowlog-log-slower-than']);
  private readonly values: Map<string, Bytes>;

  constructor(
    private readonly engine: ConfiguredEngine,
    databases: number,
  ) {
    this.values = new Map(Object.entries({ ...defaults, databases: `${databases}` }));
  }

  get(name: string): Bytes {
    return this.values.get(name) ?? '';
  }

  number(name: string): number {
    return Number(this.get(name));
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  names(): string[] {
    return [...this.values.keys()];
  }

  isImmutable(name: string): boolean {
    return immutable.has(name);
  }

  set(name: string, value: Bytes): void {
    this.values.set(name, this.accept(name, value));
    if (name === 'slowlog-log-slower-than') this.slowerThan = Number(value);
  }

  /** Puts a value into force and answers how it is kept; throws the reason why it cannot be. */
  private accept(name: string, value: Bytes): Bytes {
    if (name === 'notify-keyspace-events') return this.acceptEventFlags(value);
    if (name === 'requirepass') return this.acceptPassword(value);
    if (/^(maxmemory|proto-max-bulk-len|stream-node-max-bytes)$/.test(name)) return acceptMemory(value);
    if (/^\d+$/.test(defaults[name] ?? '') && !/^-?\d+$/.test(value)) {
      throw new CommandError("argument couldn't be parsed into an integer");
    }
    if (/^(yes|no)$/.test(defaults[name] ?? '') && !/^(yes|no)$/i.test(value)) {
      throw new CommandError("argument must be 'yes' or 'no'");
    }
    return value;
  }

  private acceptEventFlags(value: Bytes): Bytes {
    const { version, events } = this.engine;
    const flags = parseEventFlags(value, version);
    if (!flags) throw new CommandError("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    events.flags = flags;
    return formatEventFlags(flags, version);
  }

  private acceptPassword(value: Bytes): Bytes {
    this.engine.users.setDefaultPassword(value);
    return value;
  }
}

function acceptMemory(value: Bytes): Bytes {
  const bytes = parseMemory(value);
  if (bytes === undefined) throw new CommandError('argument must be a memory value');
  return `${bytes}`;
}
