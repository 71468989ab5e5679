import type { ConnectionTarget } from '../connections/connection-target.js';
import type { CommandPort } from '../expressions/send-command.js';
import type { CommandClient } from '../redis/commands/clients.js';
import { withPatience } from '../time/with-patience.js';
import { dispatch } from './dispatch.js';
import { OpenClients } from './open-clients.js';
import { defaultTimeoutInMs } from './sender-surroundings.js';

/** Sends the commands of parameters, such as those of @RedisInput, as they are, on the connections of functions. */
export function commandPort(
  targets: ReadonlyMap<string, ConnectionTarget>,
  connect: (target: ConnectionTarget) => CommandClient | Promise<CommandClient>,
): CommandPort {
  const clients = new OpenClients({ resolve: (name) => known(targets, name), connect });
  return (connection) =>
    (command, { signal, repeats }) =>
      withPatience(defaultTimeoutInMs, signal, async (until) => {
        const opened = await clients.of(connection, connection);
        const whyNotReady = (): unknown => opened.lastError;
        const [result] = await dispatch([command], { client: opened.client, until, repeats, whyNotReady });
        if (result?.status === 'sent') return result.reply;
        throw result?.error;
      });
}

function known(targets: ReadonlyMap<string, ConnectionTarget>, name: string): ConnectionTarget {
  const target = targets.get(name);
  if (!target) throw new Error(`no function uses the connection ${name}`);
  return target;
}
