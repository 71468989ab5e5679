import type { Bytes } from '../../resp/bytes.js';
import { hashPassword, type AclUser, type KeyPattern } from '../../engine/acl/acl-user.js';
import type { CommandSet } from '../command-context.js';

const simpleRules: Readonly<Record<string, (user: AclUser, version: number) => void>> = {
  on: (user) => (user.isOn = true),
  off: (user) => (user.isOn = false),
  nopass: (user) => {
    user.needsNoPassword = true;
    user.passwords.clear();
  },
  resetpass: (user) => {
    user.needsNoPassword = false;
    user.passwords.clear();
  },
  allkeys: (user) => (user.keyPatterns = [{ pattern: '*', read: true, write: true }]),
  resetkeys: (user) => (user.keyPatterns = []),
  allchannels: (user) => (user.channelPatterns = ['*']),
  resetchannels: (user) => (user.channelPatterns = []),
  allcommands: (user) => user.commands.add(true, '@all'),
  nocommands: (user) => user.commands.add(false, '@all'),
  'sanitize-payload': () => undefined,
  'skip-sanitize-payload': () => undefined,
  reset: (user, version) => {
    user.isOn = false;
    user.needsNoPassword = false;
    user.passwords.clear();
    user.keyPatterns = [];
    user.channelPatterns = version < 7 ? ['*'] : [];
    user.commands.add(false, '@all');
  },
};

/** Applies one rule of ACL SETUSER; what is wrong with it, if it cannot be applied. */
export function applyRule(
  user: AclUser,
  rule: Bytes,
  commands: CommandSet,
  version: number,
): string | undefined {
  const simpleRule = simpleRules[rule.toLowerCase()];
  if (simpleRule) {
    simpleRule(user, version);
    return undefined;
  }
  const rest = rule.slice(1);
  switch (rule.charAt(0)) {
    case '>':
      user.needsNoPassword = false;
      user.passwords.add(hashPassword(rest));
      return undefined;
    case '#':
      if (!/^[0-9a-f]{64}$/.test(rest))
        return 'The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters';
      user.needsNoPassword = false;
      user.passwords.add(rest);
      return undefined;
    case '<':
      return user.passwords.delete(hashPassword(rest))
        ? undefined
        : 'The password you are trying to remove from the user does not exist';
    case '~':
    case '%':
      return addKeyPattern(user, rule, version);
    case '&':
      return addChannel(user, rest, version);
    case '+':
    case '-':
      return addCommand(user, rule, commands);
    default:
      return 'Syntax error';
  }
}

function addKeyPattern(user: AclUser, rule: Bytes, version: number): string | undefined {
  const [, sign, flags = '', pattern = ''] = /^(~|%([RWrw]+)~)([^]*)$/.exec(rule) ?? [];
  if (sign === undefined || (sign !== '~' && version < 7)) return 'Syntax error';
  if (user.keyPatterns.some((one) => one.pattern === '*' && one.read && one.write) && pattern !== '*') {
    return "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any effect. Try 'resetkeys' to start with an empty list of patterns";
  }
  const has = (flag: string): boolean => sign === '~' || flags.toUpperCase().includes(flag);
  const added: KeyPattern = { pattern, read: has('R'), write: has('W') };
  const others = user.keyPatterns.filter((one) => one.pattern !== pattern);
  user.keyPatterns = pattern === '*' && sign === '~' ? [added] : [...others, added];
  return undefined;
}

function addChannel(user: AclUser, pattern: Bytes, version: number): string | undefined {
  if (version < 6.2) return 'Syntax error';
  if (user.channelPatterns.includes('*') && pattern !== '*') {
    return "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any effect. Try 'resetchannels' to start with an empty list of channels";
  }
  user.channelPatterns =
    pattern === '*' ? ['*'] : [...user.channelPatterns.filter((one) => one !== pattern), pattern];
  return undefined;
}

function addCommand(user: AclUser, rule: Bytes, commands: CommandSet): string | undefined {
  const subject = rule.slice(1).toLowerCase();
  const isKnown = subject.startsWith('@') ? isCategory(subject.slice(1), commands) : commands.get(subject);
  if (!isKnown) return 'Unknown command or category name in ACL';
  user.commands.add(rule.startsWith('+'), subject);
  return undefined;
}

const otherCategories = new Set(['all', 'bitmap', 'hyperloglog', 'geo', 'sortedset', 'set', 'hash']);

function isCategory(name: string, commands: CommandSet): boolean {
  return otherCategories.has(name) || commands.all().some(({ categories }) => categories.has(name));
}
