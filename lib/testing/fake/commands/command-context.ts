import type { Bytes } from '../resp/bytes.js';
import { error, noReply, type Reply } from '../resp/reply.js';
import type { Client } from '../engine/client.js';
import { CommandError } from '../engine/command-error.js';
import type { Database } from '../engine/database.js';
import type { Engine } from '../engine/engine.js';
import type { EventClass } from '../engine/keyspace-event-flags.js';
import type { ValueOf, ValueType } from '../engine/values.js';
import type { VersionNumber } from '../versions.js';
import type { CommandFacts } from './command-facts.js';

/** Who runs a command: a client, an EXEC, or a script. Only a client can be blocked. */
export type Caller = 'client' | 'transaction' | 'script';

/** What a command asks for when it has to wait. */
export interface BlockRequest {
  readonly keys: readonly Bytes[];
  /** When it gives up; undefined: never. */
  readonly deadline: number | undefined;
  readonly attempt: (key: Bytes) => Reply | undefined;
  readonly timeoutReply: Reply;
  /** What it answers where it cannot wait: in a transaction or script. The same, unless told. */
  readonly immediateReply?: Reply;
}

/** Runs a command; `args[0]` is its name. It may throw a CommandError. */
export type CommandHandler = (context: CommandContext, args: readonly Bytes[]) => Reply;

/** A command that does something by itself. */
export interface RunnableCommand extends CommandFacts {
  readonly run: CommandHandler;
}

/** The commands of a server. */
export interface CommandSet {
  /** Without subcommands. */
  all(): CommandFacts[];
  get(name: string): CommandFacts | undefined;
  subcommandsOf(container: string): CommandFacts[];
  /** The command of a request, checked for its arity; throws Redis' error where there is none. */
  lookup(args: readonly Bytes[]): RunnableCommand;
}

/** What a command can reach. */
export class CommandContext {
  /** In which RESP version a script wants replies, whatever its client speaks. */
  scriptProtocol: 2 | 3 = 2;

  constructor(
    readonly engine: Engine,
    readonly client: Client,
    readonly commands: CommandSet,
    readonly caller: Caller = 'client',
  ) {}

  get db(): Database {
    return this.engine.database(this.client.database);
  }

  get now(): number {
    return this.engine.clock.now();
  }

  get version(): VersionNumber {
    return this.engine.version;
  }

  get isResp3(): boolean {
    return (this.caller === 'script' ? this.scriptProtocol : this.client.protocol) === 3;
  }

  /** The value for a command that reads. */
  read<T extends ValueType>(key: Bytes, type: T): ValueOf<T> | undefined {
    return this.db.readAs(key, type);
  }

  /** The value for a command that writes. */
  forWrite<T extends ValueType>(key: Bytes, type: T): ValueOf<T> | undefined {
    return this.db.forWriteAs(key, type);
  }

  /** A key was modified: its watchers learn it, and the event is told. */
  modified(key: Bytes, eventClass: EventClass, event: string): void {
    this.touch(key);
    this.notify(eventClass, event, key);
  }

  touch(key: Bytes): void {
    this.engine.modified(this.client.database, key);
  }

  notify(eventClass: EventClass, event: string, key: Bytes): void {
    this.engine.notify(eventClass, event, key, this.client.database);
  }

  /** Blocks the client; in a transaction or script the command gives up at once instead. */
  block({ keys, deadline, attempt, timeoutReply, immediateReply = timeoutReply }: BlockRequest): Reply {
    if (this.caller !== 'client') return immediateReply;
    const { client } = this;
    const serve = (key: Bytes): Reply | undefined => replyOrError(() => attempt(key));
    this.engine.block({ client, database: client.database, keys, attempt: serve, timeoutReply }, deadline);
    return noReply;
  }
}

/** An error while a blocked client is served ends its wait. */
function replyOrError(attempt: () => Reply | undefined): Reply | undefined {
  try {
    return attempt();
  } catch (problem) {
    if (problem instanceof CommandError) return error(problem.text);
    throw problem;
  }
}
