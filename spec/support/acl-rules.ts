import { readText, sectionOf, tableRows } from '../docs/pages.js';
import { redisServerVersion } from './redis-binary.js';

const [major = 0, minor = 0] = (redisServerVersion ?? '').split('.').map(Number);

/** Whether the server that specs start has rules for channels (6.2). */
export const hasChannelRules = major > 6 || (major === 6 && minor >= 2);

const everyConnection = 'every connection';

/** The rules of docs/security.md by what they are for, which are those of Redis 7.0 and later. */
export const pageRules: ReadonlyMap<string, readonly string[]> = new Map(
  rows('Rules of the triggers').map(([title, rule]) => [title, resolve(rule)]),
);

/** The same as the server that specs start can take them. */
export const aclRules: ReadonlyMap<string, readonly string[]> = new Map(
  [...pageRules].map(([title, rules]) => [title, forServer(rules)]),
);

/** The rules that can be left out. */
export const optionalRules: readonly string[] = rows('Rules that can be left out').flatMap(([title]) =>
  codes(title),
);

/** The rules for a trigger, with those that every connection needs. */
export function rulesFor(title: string): readonly string[] {
  const rules = [...(aclRules.get(everyConnection) ?? []), ...(aclRules.get(title) ?? [])];
  return hasChannelRules ? rules : rules.filter((rule) => !rule.startsWith('&'));
}

function rows(heading: string): [title: string, rule: string][] {
  const cells = tableRows(sectionOf(readText('docs/security.md'), heading));
  return cells.map(([title = '', rule = '']): [string, string] => [title, rule]);
}

/** A rule may begin with another one: "the rule of a stream, `+xdel`". */
function resolve(cell: string): string[] {
  const [, base] = /^the rule of (.*?), /.exec(cell) ?? [];
  const found = rows('Rules of the triggers').find(([title]) => title === base);
  return [...(found ? resolve(found[1]) : []), ...codes(cell).flatMap((code) => code.split(' '))];
}

function codes(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** Before 7.0 there are no pops from several lists: each is popped with the command of its end. Before 6.2 there is no BLMOVE. */
function forServer(rules: readonly string[]): string[] {
  if (major >= 7) return [...rules];
  const blocking = rules.includes('+rpop') ? '+brpop' : '+blpop';
  const known = hasChannelRules ? rules : rules.filter((rule) => rule !== '+blmove');
  return known.map((rule) => rule.replace('+blmpop', blocking).replace('+lmpop', '+lpop'));
}
