import type { Bytes } from '../../resp/bytes.js';
import { noReply, ok, verbatim, type Reply } from '../../resp/reply.js';
import { CommandError, subcommandSyntax, syntaxError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { integer, parseInteger } from '../numbers.js';
import { describeClient } from './describe-client.js';
import { assertClientName } from './handshake.js';

const plain = 'noscript loading stale';

export const clientStateCommands: CommandDeclarations = {
  client: { arity: -2 },
  'client|id': { arity: 2, flags: plain, run: ({ client }) => client.id },
  'client|getname': {
    arity: 2,
    flags: plain,
    run: ({ client }) => (client.name === '' ? null : client.name),
  },
  'client|setname': { arity: 3, flags: plain, run: setName },
  'client|setinfo': { arity: 4, flags: plain, since: 7.2, run: setLibrary },
  'client|info': {
    arity: 2,
    flags: plain,
    since: 6.2,
    run: ({ client, engine }) => verbatim(`${describeClient(client, engine)}\n`),
  },
  'client|list': { arity: -2, flags: `admin ${plain}`, run: list },
  'client|unblock': { arity: -3, flags: `admin ${plain}`, run: unblock },
  'client|pause': { arity: -3, flags: `admin ${plain}`, run: pause },
  'client|unpause': {
    arity: 2,
    flags: `admin ${plain}`,
    since: 6.2,
    run: ({ engine }) => {
      engine.pause.end();
      return ok;
    },
  },
  'client|reply': { arity: 3, flags: plain, run: setReplies },
  'client|no-evict': { arity: 3, flags: `admin ${plain}`, since: 7, run: setFlag('noEvict') },
  'client|no-touch': { arity: 3, flags: plain, since: 7.2, run: setFlag('noTouch') },
};

function setName({ client }: CommandContext, [, , name = '']: readonly Bytes[]): Reply {
  assertClientName(name);
  client.name = name;
  return ok;
}

function setLibrary({ client }: CommandContext, [, , option = '', value = '']: readonly Bytes[]): Reply {
  const attribute = option.toLowerCase();
  if (attribute !== 'lib-name' && attribute !== 'lib-ver') {
    throw new CommandError(`ERR Unrecognized option '${option}'`);
  }
  if (/[^!-~]/.test(value)) {
    throw new CommandError(`ERR ${attribute} cannot contain spaces, newlines or special characters.`);
  }
  if (attribute === 'lib-name') client.libraryName = value;
  else client.libraryVersion = value;
  return ok;
}

function list(context: CommandContext, [, , option, ...values]: readonly Bytes[]): Reply {
  const clients = context.engine.clients.all();
  const show = (chosen: typeof clients): Reply =>
    verbatim(chosen.map((client) => `${describeClient(client, context.engine)}\n`).join(''));
  if (option === undefined) return show(clients);
  if (option.toUpperCase() === 'TYPE' && values.length === 1) {
    const type = clientType(values[0]);
    return show(clients.filter((client) => (client.isSubscriber ? 'pubsub' : 'normal') === type));
  }
  if (option.toUpperCase() === 'ID' && values.length > 0 && context.version >= 6.2) {
    const ids = new Set(values.map((id) => integer(id, () => new CommandError('ERR Invalid client ID'))));
    return show(clients.filter(({ id }) => ids.has(id)));
  }
  throw syntaxError();
}

/** The type of a client, as CLIENT LIST and CLIENT KILL name it. */
export function clientType(text = ''): string {
  const type = text.toLowerCase();
  if (!/^(normal|master|slave|replica|pubsub)$/.test(type)) {
    throw new CommandError(`ERR Unknown client type '${text}'`);
  }
  return type;
}

function unblock({ engine }: CommandContext, [, , text, reason, ...rest]: readonly Bytes[]): Reply {
  const how = reason?.toUpperCase() ?? 'TIMEOUT';
  if ((how !== 'TIMEOUT' && how !== 'ERROR') || rest.length > 0) {
    throw new CommandError('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR');
  }
  const id = parseInteger(text);
  if (id === undefined) throw new CommandError('ERR value is not an integer or out of range');
  const client = engine.clients.get(Number(id));
  if (!client) return 0;
  const problem = { kind: 'error', text: 'UNBLOCKED client unblocked via CLIENT UNBLOCK' } as const;
  const isReleased =
    how === 'ERROR' ? engine.blocked.release(client, problem) : engine.blocked.timeOut(client);
  return isReleased ? 1 : 0;
}

function pause(context: CommandContext, [, , text, mode, ...rest]: readonly Bytes[]): Reply {
  if (mode !== undefined && context.version < 6.2) throw subcommandSyntax('CLIENT', 'pause', context.version);
  const what = mode?.toLowerCase() ?? 'all';
  if (
    (what !== 'all' && what !== 'write') ||
    rest.length > 0 ||
    (mode !== undefined && context.version < 6.2)
  ) {
    throw new CommandError('ERR CLIENT PAUSE mode must be WRITE or ALL');
  }
  const value = parseInteger(text);
  if (value === undefined) throw new CommandError('ERR timeout is not an integer or out of range');
  if (value < 0n) throw new CommandError('ERR timeout is negative');
  context.engine.pause.start(context.now + Number(value), what);
  return ok;
}

function setReplies({ client }: CommandContext, [, , mode]: readonly Bytes[]): Reply {
  switch ((mode ?? '').toLowerCase()) {
    case 'on':
      client.replies = 'on';
      return ok;
    case 'off':
      client.replies = 'off';
      return noReply;
    case 'skip':
      if (client.replies !== 'off') client.replies = 'skip-next';
      return noReply;
    default:
      throw syntaxError();
  }
}

function setFlag(flag: 'noEvict' | 'noTouch') {
  return ({ client }: CommandContext, [, , value]: readonly Bytes[]): Reply => {
    const word = value?.toLowerCase();
    if (word !== 'on' && word !== 'off') throw syntaxError();
    client[flag] = word === 'on';
    return ok;
  };
}
