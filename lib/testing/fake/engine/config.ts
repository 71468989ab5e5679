import type { Bytes } from '../resp/bytes.js';
import { CommandError } from './command-error.js';
import type { AclUsers } from './acl/acl-users.js';
import type { KeyspaceEvents } from './keyspace-events.js';
import type { VersionNumber } from '../versions.js';
import { formatEventFlags, parseEventFlags } from './keyspace-event-flags.js';
import { parameterAliases, parameters } from './config-parameters.js';
import { parseMemory } from './memory-size.js';

/** What parameters act on. */
interface ConfiguredEngine {
  readonly version: VersionNumber;
  readonly events: KeyspaceEvents;
  readonly users: AclUsers;
}

/** The server's parameters. Most have no effect; what they take is checked all the same. */
export class Config {
  /** From how many microseconds on a command is slow; negative: none is. It is looked at after each command. */
  slowerThan: number;
  /** `maxmemory`, in bytes; 0 is no limit. It is looked at before each command that may need memory. */
  memoryLimit = 0;
  private readonly values: Map<string, Bytes>;

  constructor(
    private readonly engine: ConfiguredEngine,
    databases: number,
  ) {
    this.values = new Map([...parameters].map(([name, { initial }]) => [name, initial]));
    this.values.set('databases', `${databases}`);
    this.slowerThan = this.number('slowlog-log-slower-than');
  }

  get(name: string): Bytes {
    return this.values.get(ownName(name)) ?? '';
  }

  number(name: string): number {
    return Number(this.get(name));
  }

  has(name: string): boolean {
    return this.values.has(ownName(name));
  }

  /** With the other names that some of them have. */
  names(): string[] {
    return [...this.values.keys(), ...Object.keys(parameterAliases)];
  }

  isImmutable(name: string): boolean {
    return parameters.get(ownName(name))?.isImmutable ?? false;
  }

  set(name: string, value: Bytes): void {
    const own = ownName(name);
    this.values.set(own, this.accept(own, value));
    if (own === 'slowlog-log-slower-than') this.slowerThan = Number(value);
    if (own === 'maxmemory') this.memoryLimit = this.number(own);
  }

  /** Puts a value into force and answers how it is kept; throws the reason why it cannot be. */
  private accept(name: string, value: Bytes): Bytes {
    if (name === 'notify-keyspace-events') return this.acceptEventFlags(value);
    if (name === 'requirepass') return this.acceptPassword(value);
    return acceptValue(name, value, this.engine.version);
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

const ownName = (name: string): string => parameterAliases[name] ?? name;

function acceptValue(name: string, value: Bytes, version: VersionNumber): Bytes {
  const facts = parameters.get(name);
  if (!facts) return value;
  switch (facts.kind) {
    case 'yes-no':
      if (!/^(yes|no)$/i.test(value)) throw new CommandError("argument must be 'yes' or 'no'");
      return value.toLowerCase();
    case 'one-of':
      if (facts.words.includes(value.toLowerCase())) return value.toLowerCase();
      throw new CommandError(
        `argument${version >= 7 ? '(s)' : ''} must be one of the following: ${facts.words.join(', ')}`,
      );
    case 'integer':
      if (!/^(0|-?[1-9]\d*)$/.test(value) || BigInt.asIntN(64, BigInt(value)) !== BigInt(value)) {
        throw new CommandError("argument couldn't be parsed into an integer");
      }
      return within(facts.bounds, BigInt(value));
    case 'memory': {
      const bytes = parseMemory(value);
      if (bytes === undefined) throw new CommandError('argument must be a memory value');
      return within(facts.bounds, bytes);
    }
    case 'text':
      return value;
  }
}

function within([least, greatest]: readonly [bigint, bigint], value: bigint): Bytes {
  if (value >= least && value <= greatest) return `${value}`;
  throw new CommandError(`argument must be between ${least} and ${greatest} inclusive`);
}
