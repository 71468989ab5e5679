import type { Bytes } from '../../resp/bytes.js';
import { fields, ok, setOf, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { AclUser } from '../../engine/acl/acl-user.js';
import { findDenial } from '../assert-permitted.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { applyRule, joinSelectors } from './acl-rules.js';
import { describeChannels, describeKeys, describeUser } from './describe-user.js';

const admin = 'admin noscript loading stale';

export const aclCommands: CommandDeclarations = {
  acl: { arity: -2 },
  'acl|whoami': {
    arity: 2,
    flags: 'noscript loading stale',
    run: ({ client }) => client.user?.name ?? 'default',
  },
  'acl|users': { arity: 2, flags: admin, run: ({ engine }) => engine.users.all().map(({ name }) => name) },
  'acl|list': {
    arity: 2,
    flags: admin,
    run: ({ engine, version }) => engine.users.all().map((user) => describeUser(user, version)),
  },
  'acl|getuser': { arity: 3, flags: admin, run: getUser },
  'acl|setuser': { arity: -3, flags: admin, run: setUser },
  'acl|deluser': { arity: -3, flags: admin, run: deleteUsers },
  'acl|dryrun': { arity: -4, flags: admin, since: 7, run: dryRun },
};

function getUser({ engine, version }: CommandContext, [, , name = '']: readonly Bytes[]): Reply {
  const user = engine.users.get(name);
  if (!user) return null;
  return fields({
    flags: setOf(flagsOf(user, version)),
    passwords: [...user.passwords],
    commands: user.commands.toString(),
    keys: version >= 7 ? describeKeys(user) : user.keyPatterns.map(({ pattern }) => pattern),
    ...(version >= 6.2 && {
      channels: version >= 7 ? describeChannels(user) : user.channelPatterns,
    }),
    ...(version >= 7 && {
      selectors: user.selectors.map((selector) =>
        fields({
          commands: selector.commands.toString(),
          keys: describeKeys(selector),
          channels: describeChannels(selector),
        }),
      ),
    }),
  });
}

function flagsOf(user: AclUser, version: number): string[] {
  const isOpen = (patterns: readonly Bytes[]): boolean => patterns.includes('*');
  const flags = [
    user.isOn ? 'on' : 'off',
    version < 7 && isOpen(user.keyPatterns.map(({ pattern }) => pattern)) && 'allkeys',
    version === 6.2 && isOpen(user.channelPatterns) && 'allchannels',
    version < 7 && user.commands.toString() === '+@all' && 'allcommands',
    user.needsNoPassword && 'nopass',
    version >= 7.2 && 'sanitize-payload',
  ];
  return flags.filter((flag) => flag !== false);
}

function setUser(
  { engine, commands, version }: CommandContext,
  [, , name = '', ...rules]: readonly Bytes[],
): Reply {
  if (/[\s\0]/.test(name)) throw new CommandError("ERR Usernames can't contain spaces or null characters");
  const joined = version >= 7 ? joinSelectors(rules) : rules;
  const isNew = !engine.users.get(name);
  const user = engine.users.get(name) ?? engine.users.create(name);
  const before = user.snapshot();
  for (const rule of joined) {
    const problem = applyRule(user, rule, commands, version);
    if (problem === undefined) continue;
    // All rules or none.
    user.restore(before);
    if (isNew) engine.users.delete(name);
    throw new CommandError(`ERR Error in ACL SETUSER modifier '${rule}': ${problem}`);
  }
  closeDeafSubscribers(engine, user);
  return ok;
}

/** Who is subscribed to what its user may not listen to any more is disconnected. */
function closeDeafSubscribers(engine: CommandContext['engine'], user: AclUser): void {
  for (const client of engine.clients.all()) {
    if (client.user !== user) continue;
    const { channels, patterns, shardChannels } = client.subscriptions;
    const isDenied =
      [...channels, ...shardChannels].some((channel) => !user.mayListenTo(channel, false)) ||
      [...patterns].some((pattern) => !user.mayListenTo(pattern, true));
    if (isDenied) client.close('flushed');
  }
}

function deleteUsers({ engine, client: self }: CommandContext, [, , ...names]: readonly Bytes[]): Reply {
  if (names.includes('default')) throw new CommandError("ERR The 'default' user cannot be removed");
  let deleted = 0;
  for (const name of names) {
    const user = engine.users.get(name);
    if (!user || !engine.users.delete(name)) continue;
    deleted++;
    for (const client of engine.clients.all()) {
      if (client.user === user) client.close(client === self ? 'flushed' : 'now');
    }
  }
  return deleted;
}

function dryRun(
  { engine, commands, version }: CommandContext,
  [, , name = '', ...call]: readonly Bytes[],
): Reply {
  const user = engine.users.get(name);
  if (!user) throw new CommandError(`ERR User '${name}' not found`);
  if (!commands.get(call[0] ?? '')) throw new CommandError(`ERR Command '${call[0] ?? ''}' not found`);
  const denial = findDenial(user, commands.lookup(call), call);
  if (!denial) return ok;
  const who = version >= 7.2 ? `User ${name}` : 'This user';
  return denial.what === 'command'
    ? `${who} has no permissions to run the '${denial.name}' command`
    : `${who} has no permissions to access the '${denial.name}' ${denial.what}`;
}
