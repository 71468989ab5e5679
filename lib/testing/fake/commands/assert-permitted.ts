import type { Bytes } from '../resp/bytes.js';
import type { AclSelector, AclUser } from '../engine/acl/acl-user.js';
import type { Refusal } from '../engine/acl/acl-log.js';
import type { Client } from '../engine/client.js';
import { CommandError } from '../engine/command-error.js';
import type { Engine } from '../engine/engine.js';
import type { VersionNumber } from '../versions.js';
import { describeClient } from './connection/describe-client.js';
import { accessOf, keysOf, type CommandFacts } from './command-facts.js';

/** Which channels a command names, and whether as patterns. */
const channelCommands: Readonly<Record<string, { readonly last: number; readonly isPattern?: boolean }>> = {
  subscribe: { last: Infinity },
  ssubscribe: { last: Infinity },
  psubscribe: { last: Infinity, isPattern: true },
  publish: { last: 2 },
  spublish: { last: 2 },
};

/** What a user may not do: run the command, or use this key or channel of it. */
export interface Denial {
  readonly what: 'command' | 'key' | 'channel';
  readonly name: Bytes;
}

/** Of what several selectors deny, Redis tells the one that is furthest down here. */
const order: readonly Denial['what'][] = ['command', 'key', 'channel'];

export function findDenial(user: AclUser, command: CommandFacts, args: readonly Bytes[]): Denial | undefined {
  let worst = findDenialBy(user, command, args);
  for (const selector of user.selectors) {
    if (!worst) return undefined;
    const denial = findDenialBy(selector, command, args);
    if (!denial || order.indexOf(denial.what) > order.indexOf(worst.what)) worst = denial;
  }
  return worst;
}

function findDenialBy(
  selector: AclSelector,
  command: CommandFacts,
  args: readonly Bytes[],
): Denial | undefined {
  if (selector.isUnrestricted) return undefined;
  if (!selector.commands.allows(command, args[1])) return { what: 'command', name: command.name };
  const key = keysOf(command, args).find((one, index) => !selector.mayUseKey(one, accessOf(command, index)));
  if (key !== undefined) return { what: 'key', name: key };
  const channels = channelCommands[command.name];
  const channel =
    channels &&
    args.slice(1, channels.last).find((one) => !selector.mayUseChannel(one, channels.isPattern ?? false));
  return channel === undefined ? undefined : { what: 'channel', name: channel };
}

/** Throws NOPERM when a user may not run a command, or not on these keys or channels. */
export function assertPermitted(
  user: AclUser,
  command: CommandFacts,
  args: readonly Bytes[],
  { engine, client, context }: Asker,
): void {
  const denial = findDenial(user, command, args);
  if (!denial) return;
  const { what: reason, name: object } = denial;
  const clientInfo = describeClient(client, engine);
  engine.aclLog.add({ reason, context, object, user: user.name, clientInfo }, engine.clock.now());
  throw new CommandError(`NOPERM ${describeDenial(denial, user.name, engine.version)}`);
}

/** Whose command it is, and where from. */
interface Asker {
  readonly engine: Engine;
  readonly client: Client;
  readonly context: Refusal['context'];
}

function describeDenial({ what, name }: Denial, user: Bytes, version: VersionNumber): string {
  if (what !== 'command') {
    return version >= 7.2
      ? `No permissions to access a ${what}`
      : `this user has no permissions to access one of the ${what}s used as arguments`;
  }
  if (version >= 7.2) return `User ${user} has no permissions to run the '${name}' command`;
  if (version >= 7) return `this user has no permissions to run the '${name}' command`;
  return `this user has no permissions to run the '${name.replace(/\|.*/, '')}' command or its subcommand`;
}

const revoked: Readonly<Record<Denial['what'], string>> = {
  command: 'no permission to execute the command or subcommand',
  key: 'no permission to touch the specified keys',
  channel: 'no permission to access one of the channels used as arguments to the command',
};

/** The same at EXEC: what was allowed when it was queued may be forbidden now. */
export function assertStillPermitted(user: AclUser, command: CommandFacts, args: readonly Bytes[]): void {
  const denial = findDenial(user, command, args);
  if (!denial) return;
  throw new CommandError(
    `NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: ${revoked[denial.what]}`,
  );
}
