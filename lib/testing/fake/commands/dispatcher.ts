import { now } from '../../../time/real-timers.js';
import type { Bytes } from '../resp/bytes.js';
import { error, queued, type Reply } from '../resp/reply.js';
import type { Client } from '../engine/client.js';
import { CommandError } from '../engine/command-error.js';
import type { Engine } from '../engine/engine.js';
import type { VersionNumber } from '../versions.js';
import { assertPermitted } from './assert-permitted.js';
import { CommandContext, type CommandSet, type RunnableCommand } from './command-context.js';
import type { CommandFacts } from './command-facts.js';
import { noteIfSlow } from './note-if-slow.js';
import { rememberReads } from './remember-reads.js';
import { runCommand } from './run-command.js';
import { assertMemory, assertWritable } from './server-state.js';
import { tellMonitors } from './tell-monitors.js';

/** What a transaction does not queue. */
const notQueued = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);

/** What a RESP2 connection may send while it is subscribed. */
const allowedWhenSubscribed = new Set([
  'ping',
  'subscribe',
  'ssubscribe',
  'psubscribe',
  'unsubscribe',
  'sunsubscribe',
  'punsubscribe',
  'quit',
  'reset',
]);

/** Takes requests of clients through the checks that Redis makes, in its order, and runs them. */
export class Dispatcher {
  private readonly contexts = new WeakMap<Client, CommandContext>();

  constructor(
    private readonly engine: Engine,
    private readonly commands: CommandSet,
  ) {}

  /** Answers a request, or blocks its client. */
  dispatch(client: Client, args: readonly Bytes[]): Reply {
    client.lastUsedAt = this.engine.clock.now();
    let command: RunnableCommand;
    try {
      command = this.commands.lookup(args);
      this.assertAllowed(client, command, args);
    } catch (problem) {
      if (problem instanceof CommandError) return this.refuse(client, args[0] ?? '', problem.text);
      throw problem;
    }
    client.lastCommand = command.name;
    const { transaction } = client;
    if (transaction && !notQueued.has(command.name)) {
      transaction.commands.push({ command, args });
      return queued;
    }
    return this.run(client, command, args);
  }

  /** Whether a request, or the transaction that it ends, may change something. */
  mayWrite(client: Client, [name = '']: readonly Bytes[]): boolean {
    if (name.toLowerCase() === 'exec') {
      return client.transaction?.commands.some(({ command }) => command.flags.has('write')) ?? false;
    }
    const flags = this.commands.get(name)?.flags;
    return (flags?.has('write') ?? false) || (flags?.has('may_replicate') ?? false);
  }

  private run(client: Client, command: RunnableCommand, args: readonly Bytes[]): Reply {
    const { engine } = this;
    engine.currentClient = client;
    const begun = now();
    const context = this.contextOf(client);
    const reply = runCommand(context, command.run, args);
    engine.currentClient = undefined;
    tellMonitors(context, command, args);
    noteIfSlow(engine, client, command, args, (now() - begun) * 1000);
    rememberReads(engine, client, command, args);
    if (command.name !== 'client|caching') engine.tracking.endCaching(client);
    engine.blocked.serve();
    return reply;
  }

  private contextOf(client: Client): CommandContext {
    const present = this.contexts.get(client);
    if (present) return present;
    const context = new CommandContext(this.engine, client, this.commands);
    this.contexts.set(client, context);
    return context;
  }

  /** A request that cannot even be queued spoils the whole transaction; an EXEC that is refused ends it. */
  private refuse(client: Client, name: Bytes, text: Bytes): Reply {
    if (name.toLowerCase() === 'exec') {
      client.transaction = undefined;
      this.engine.watched.forget(client);
      return error(`EXECABORT Transaction discarded because of: ${text.replace(/^ERR /, '')}`);
    }
    if (client.transaction) client.transaction.isRefused = true;
    return error(text);
  }

  private assertAllowed(client: Client, command: CommandFacts, args: readonly Bytes[]): void {
    const { engine } = this;
    if (!client.user && !command.flags.has('no_auth')) {
      throw new CommandError('NOAUTH Authentication required.');
    }
    if (client.transaction && command.flags.has('no_multi')) {
      throw new CommandError('ERR Command not allowed inside a transaction');
    }
    if (client.user && !command.flags.has('no_auth'))
      assertPermitted(client.user, command, args, {
        engine,
        client,
        context: client.transaction ? 'multi' : 'toplevel',
      });
    assertMemory(engine, command, client);
    assertWritable(engine, command, client);
    assertSubscriberMay(client, command, engine.version);
  }
}

function assertSubscriberMay(client: Client, command: CommandFacts, version: VersionNumber): void {
  if (client.protocol === 3 || !client.isSubscriber || allowedWhenSubscribed.has(command.name)) return;
  const [name, kinds, reset] =
    version >= 7
      ? [command.name, '(P|S)', ' / RESET']
      : [command.container ?? command.name, '(P)', version >= 6.2 ? ' / RESET' : ''];
  throw new CommandError(
    `ERR Can't execute '${name}': only ${kinds}SUBSCRIBE / ${kinds}UNSUBSCRIBE / PING / QUIT${reset} are allowed in this context`,
  );
}
