import type { Bytes } from '../../resp/bytes.js';
import { AclSelector, hashPassword, type AclUser, type KeyPattern } from '../../engine/acl/acl-user.js';
import { CommandError } from '../../engine/command-error.js';
import type { CommandSet } from '../command-context.js';

/** What can be said of a user only, not of a selector. */
const userRules: Readonly<Record<string, (user: AclUser, version: number) => void>> = {
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
  clearselectors: (user) => (user.selectors = []),
  'sanitize-payload': () => undefined,
  'skip-sanitize-payload': () => undefined,
  reset: (user, version) => {
    user.isOn = false;
    user.needsNoPassword = false;
    user.passwords.clear();
    user.keyPatterns = [];
    user.channelPatterns = version < 7 ? ['*'] : [];
    user.commands.add(false, '@all');
    user.selectors = [];
  },
};

const selectorRules: Readonly<Record<string, (selector: AclSelector) => void>> = {
  allkeys: (selector) => (selector.keyPatterns = [{ pattern: '*', read: true, write: true }]),
  resetkeys: (selector) => (selector.keyPatterns = []),
  allchannels: (selector) => (selector.channelPatterns = ['*']),
  resetchannels: (selector) => (selector.channelPatterns = []),
  allcommands: (selector) => selector.commands.add(true, '@all'),
  nocommands: (selector) => selector.commands.add(false, '@all'),
};

/** Applies one rule of ACL SETUSER; what is wrong with it, if it cannot be applied. */
export function applyRule(
  user: AclUser,
  rule: Bytes,
  commands: CommandSet,
  version: number,
): string | undefined {
  const userRule = userRules[rule.toLowerCase()];
  if (userRule && (rule.toLowerCase() !== 'clearselectors' || version >= 7)) {
    userRule(user, version);
    return undefined;
  }
  const rest = rule.slice(1);
  switch (rule.charAt(0)) {
    case '>':
      user.needsNoPassword = false;
      user.passwords.add(hashPassword(rest));
      return undefined;
    case '#':
      if (!isHash(rest)) return malformedHash;
      user.needsNoPassword = false;
      user.passwords.add(rest);
      return undefined;
    case '<':
      return user.passwords.delete(hashPassword(rest)) ? undefined : noSuchPassword;
    case '!':
      if (!isHash(rest)) return malformedHash;
      return user.passwords.delete(rest) ? undefined : noSuchPassword;
    case '(':
      return version >= 7 ? addSelector(user, rule, commands, version) : 'Syntax error';
    default:
      return applySelectorRule(user, rule, commands, version);
  }
}

const isHash = (text: Bytes): boolean => /^[0-9a-f]{64}$/.test(text);
const malformedHash =
  'The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters';
const noSuchPassword = 'The password you are trying to remove from the user does not exist';

function applySelectorRule(
  selector: AclSelector,
  rule: Bytes,
  commands: CommandSet,
  version: number,
): string | undefined {
  const selectorRule = selectorRules[rule.toLowerCase()];
  if (selectorRule) {
    selectorRule(selector);
    return undefined;
  }
  switch (rule.charAt(0)) {
    case '~':
    case '%':
      return addKeyPattern(selector, rule, version);
    case '&':
      return addChannel(selector, rule.slice(1), version);
    case '+':
    case '-':
      return addCommand(selector, rule, commands);
    default:
      return 'Syntax error';
  }
}

function addSelector(user: AclUser, rule: Bytes, commands: CommandSet, version: number): string | undefined {
  const selector = new AclSelector();
  for (const one of rule.slice(1, -1).split(' ')) {
    const problem = one === '' ? undefined : applySelectorRule(selector, one, commands, version);
    if (problem !== undefined) return problem;
  }
  user.selectors.push(selector);
  return undefined;
}

/** A selector may come in several arguments: `(+get`, `~k)`. */
export function joinSelectors(rules: readonly Bytes[]): Bytes[] {
  const joined: Bytes[] = [];
  let open: Bytes[] | undefined;
  for (const rule of rules) {
    if (!open && !rule.startsWith('(')) {
      joined.push(rule);
      continue;
    }
    open = [...(open ?? []), rule];
    if (!rule.endsWith(')')) continue;
    joined.push(open.join(' '));
    open = undefined;
  }
  if (open) {
    throw new CommandError(`ERR Unmatched parenthesis in acl selector starting at '${open[0] ?? ''}'.`);
  }
  return joined;
}

function addKeyPattern(user: AclSelector, rule: Bytes, version: number): string | undefined {
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

function addChannel(user: AclSelector, pattern: Bytes, version: number): string | undefined {
  if (version < 6.2) return 'Syntax error';
  if (user.channelPatterns.includes('*') && pattern !== '*') {
    return "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any effect. Try 'resetchannels' to start with an empty list of channels";
  }
  user.channelPatterns =
    pattern === '*' ? ['*'] : [...user.channelPatterns.filter((one) => one !== pattern), pattern];
  return undefined;
}

function addCommand(user: AclSelector, rule: Bytes, commands: CommandSet): string | undefined {
  const subject = rule.slice(1).toLowerCase();
  const isAllowed = rule.startsWith('+');
  const isKnown = subject.startsWith('@')
    ? isCategory(subject.slice(1), commands)
    : (commands.get(subject) ?? (isAllowed && isFirstArgument(subject, commands)));
  if (!isKnown) return 'Unknown command or category name in ACL';
  user.commands.add(isAllowed, subject);
  return undefined;
}

/** `select|0`: a command that has no subcommands, with its first argument. */
function isFirstArgument(subject: string, commands: CommandSet): boolean {
  const [name = '', first, ...rest] = subject.split('|');
  if (!first || rest.length > 0 || !commands.get(name)) return false;
  return commands.subcommandsOf(name).length === 0;
}

const otherCategories = new Set(['all', 'bitmap', 'hyperloglog', 'geo', 'sortedset', 'set', 'hash']);

function isCategory(name: string, commands: CommandSet): boolean {
  return otherCategories.has(name) || commands.all().some(({ categories }) => categories.has(name));
}
