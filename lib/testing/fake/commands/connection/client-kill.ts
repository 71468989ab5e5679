import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { Client } from '../../engine/client.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { integerFrom } from '../numbers.js';
import { clientType } from './client-state.js';

export const clientKillCommands: CommandDeclarations = {
  'client|kill': { arity: -3, flags: 'admin noscript loading stale', run: kill },
};

type ClientFilter = (client: Client) => boolean;

function kill(context: CommandContext, args: readonly Bytes[]): Reply {
  const { client: self, engine } = context;
  if (args.length === 3) return killAddress(context, args[2] ?? '');
  const filters = killFilters(context, args.slice(2));
  const skipsSelf =
    args.findLast((_, index) => args[index - 1]?.toUpperCase() === 'SKIPME')?.toLowerCase() !== 'no';
  const killed = engine.clients
    .all()
    .filter((client) => !(skipsSelf && client === self) && filters.every((fits) => fits(client)));
  for (const client of killed) close(client, self);
  return killed.length;
}

function killAddress({ client: self, engine }: CommandContext, address: Bytes): Reply {
  const client = engine.clients.all().find((one) => one.address.remote === address);
  if (!client) throw new CommandError('ERR No such client');
  close(client, self);
  return ok;
}

/** Who kills itself still gets the reply. */
function close(client: Client, self: Client): void {
  client.close(client === self ? 'flushed' : 'now');
}

function killFilters(context: CommandContext, args: readonly Bytes[]): ClientFilter[] {
  const filters: ClientFilter[] = [];
  for (let position = 0; position < args.length; position += 2) {
    const value = args[position + 1];
    if (value === undefined) throw syntaxError();
    filters.push(killFilter(context, (args[position] ?? '').toUpperCase(), value));
  }
  return filters;
}

function killFilter(context: CommandContext, option: string, value: Bytes): ClientFilter {
  switch (option) {
    case 'ID': {
      const id = integerFrom(value, 1, 'ERR client-id should be greater than 0');
      return (client) => client.id === id;
    }
    case 'TYPE': {
      const type = clientType(value);
      return (client) => (client.isSubscriber ? 'pubsub' : 'normal') === type;
    }
    case 'ADDR':
      return (client) => client.address.remote === value;
    case 'LADDR':
      return (client) => client.address.local === value;
    case 'USER': {
      const user = context.engine.users.get(value);
      if (!user) throw new CommandError(`ERR No such user '${value}'`);
      return (client) => client.user === user;
    }
    case 'MAXAGE': {
      const age = integerFrom(value, 1, 'ERR syntax error');
      return (client) => context.version >= 8 && context.now - client.connectedAt >= age * 1000;
    }
    case 'SKIPME':
      if (!/^(yes|no)$/i.test(value)) throw syntaxError();
      return () => true;
    default:
      throw syntaxError();
  }
}
