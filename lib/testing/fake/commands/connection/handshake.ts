import type { Bytes } from '../../resp/bytes.js';
import { fields, ok, simple, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError, wrongArity } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { describeClient } from './describe-client.js';
import { integer, parseInteger, shortInteger } from '../numbers.js';

const always = 'noscript loading stale fast';

export const handshakeCommands: CommandDeclarations = {
  hello: { arity: -1, arityBefore: [[6.2, -2]], flags: `${always} no_auth allow_busy`, run: hello },
  auth: { arity: -2, flags: `${always} no_auth allow_busy`, run: authenticate },
  select: { arity: 2, flags: 'loading stale fast', run: select },
  ping: { arity: -1, flags: 'fast', run: ping },
  echo: { arity: 2, flags: 'fast loading stale', run: (_, [, text = '']) => text },
  quit: { arity: -1, flags: `${always} no_auth allow_busy`, run: quit },
  reset: { arity: 1, flags: `${always} no_auth allow_busy`, since: 6.2, run: reset },
};

function hello(context: CommandContext, args: readonly Bytes[]): Reply {
  const { client, engine } = context;
  const protocol = args.length > 1 ? protocolVersion(context, args[1]) : client.protocol;
  const { login, name } = helloOptions(args);
  if (login) assertLogin(context, login.user, login.password);
  if (!client.user) {
    throw new CommandError(
      context.version >= 7.2
        ? 'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time'
        : 'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    );
  }
  if (name !== undefined) client.name = name;
  client.protocol = protocol;
  return fields({
    server: engine.valkeyVersion === undefined ? 'redis' : 'valkey',
    version: engine.valkeyVersion ?? engine.fullVersion,
    proto: protocol,
    id: client.id,
    mode: 'standalone',
    role: engine.master ? 'replica' : 'master',
    modules: [],
  });
}

function protocolVersion({ version }: CommandContext, text: Bytes | undefined): 2 | 3 {
  const problem = 'Protocol version is not an integer or out of range';
  const number = parseInteger(text);
  if (number === undefined && version >= 6.2) throw new CommandError(`ERR ${problem}`);
  if (number !== 2n && number !== 3n) throw new CommandError('NOPROTO unsupported protocol version');
  return number === 2n ? 2 : 3;
}

interface HelloOptions {
  login?: { readonly user: Bytes; readonly password: Bytes };
  name?: Bytes;
}

function helloOptions(args: readonly Bytes[]): HelloOptions {
  const options: HelloOptions = {};
  let position = 2;
  while (position < args.length) {
    const [word = '', first, second] = args.slice(position);
    if (word.toUpperCase() === 'AUTH' && first !== undefined && second !== undefined) {
      options.login = { user: first, password: second };
      position += 3;
    } else if (word.toUpperCase() === 'SETNAME' && first !== undefined) {
      assertClientName(first);
      options.name = first;
      position += 2;
    } else {
      throw new CommandError(`ERR Syntax error in HELLO option '${word}'`);
    }
  }
  return options;
}

function authenticate(context: CommandContext, args: readonly Bytes[]): Reply {
  if (args.length > 3) throw syntaxError();
  const [, first = '', second] = args;
  if (second === undefined && context.engine.users.default.needsNoPassword) {
    throw new CommandError(
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    );
  }
  assertLogin(context, second === undefined ? 'default' : first, second ?? first);
  return ok;
}

function assertLogin({ client, engine, version }: CommandContext, name: Bytes, password: Bytes): void {
  const user = engine.users.authenticate(name, password);
  if (!user) {
    const clientInfo = describeClient(client, engine);
    const context = client.transaction ? 'multi' : 'toplevel';
    engine.aclLog.add(
      { reason: 'auth', context, object: 'AUTH', user: name, clientInfo },
      engine.clock.now(),
    );
    const detail = version >= 6.2 ? ' or user is disabled.' : '';
    throw new CommandError(`WRONGPASS invalid username-password pair${detail}`);
  }
  client.user = user;
}

function select(context: CommandContext, [, text]: readonly Bytes[]): Reply {
  const index =
    context.version >= 6.2
      ? shortInteger(text)
      : integer(text, () => new CommandError('ERR invalid DB index'));
  context.client.database = context.engine.database(index).index;
  return ok;
}

function ping({ client }: CommandContext, args: readonly Bytes[]): Reply {
  if (args.length > 2) throw wrongArity('ping');
  if (client.isSubscriber && client.protocol === 2) return ['pong', args[1] ?? ''];
  return args[1] ?? simple('PONG');
}

function quit({ client }: CommandContext): Reply {
  client.send(ok);
  client.close('flushed');
  return { kind: 'none' };
}

function reset({ client, engine }: CommandContext): Reply {
  client.transaction = undefined;
  client.protocol = 2;
  client.database = 0;
  client.name = '';
  client.replies = 'on';
  client.noEvict = false;
  client.noTouch = false;
  client.user = engine.users.forNewClient();
  engine.watched.forget(client);
  engine.pubsub.forget(client);
  engine.tracking.stop(client);
  engine.monitors.delete(client);
  return simple('RESET');
}

/** A name that CLIENT LIST can show: printable, without spaces. */
export function assertClientName(name: Bytes): void {
  if (/[^!-~]/.test(name)) {
    throw new CommandError('ERR Client names cannot contain spaces, newlines or special characters.');
  }
}
