import type { Bytes } from '../resp/bytes.js';
import type { AclUser } from '../engine/acl/acl-user.js';
import { CommandError } from '../engine/command-error.js';
import type { VersionNumber } from '../versions.js';
import { keysOf, type CommandRecord } from './command.js';

/** Which channels a command names, and whether as patterns. */
const channelCommands: Readonly<Record<string, { readonly last: number; readonly isPattern?: boolean }>> = {
  subscribe: { last: Infinity },
  ssubscribe: { last: Infinity },
  psubscribe: { last: Infinity, isPattern: true },
  publish: { last: 2 },
  spublish: { last: 2 },
};

/** Throws NOPERM when a user may not run a command, or not on these keys or channels. */
export function assertPermitted(
  user: AclUser,
  command: CommandRecord,
  args: readonly Bytes[],
  version: VersionNumber,
): void {
  if (!user.commands.allows(command)) throw new CommandError(noCommand(user.name, command, version));
  for (const key of keysOf(command, args)) {
    if (!user.mayUseKey(key, command.access)) throw new CommandError(noKey(version));
  }
  const channels = channelCommands[command.name];
  if (!channels) return;
  for (const channel of args.slice(1, channels.last)) {
    if (!user.mayUseChannel(channel, channels.isPattern ?? false)) throw new CommandError(noChannel(version));
  }
}

function noCommand(user: Bytes, command: CommandRecord, version: VersionNumber): string {
  if (version >= 7) return `NOPERM User ${user} has no permissions to run the '${command.name}' command`;
  const name = command.container ?? command.name;
  return `NOPERM this user has no permissions to run the '${name}' command or its subcommand`;
}

function noKey(version: VersionNumber): string {
  return version >= 7
    ? 'NOPERM No permissions to access a key'
    : 'NOPERM this user has no permissions to access one of the keys used as arguments';
}

function noChannel(version: VersionNumber): string {
  return version >= 7
    ? 'NOPERM No permissions to access a channel'
    : 'NOPERM this user has no permissions to access one of the channels used as arguments';
}
