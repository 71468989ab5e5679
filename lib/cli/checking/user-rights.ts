import type { CommandSender } from '../../redis/commands/command-sender.js';
import { ifPermitted } from '../../redis/errors/if-permitted.js';

/** What a user of Redis may do. */
export interface Rights {
  readonly user: string;
  /** Whether it has what a rule gives, be it word for word or by a wider rule. */
  has(rule: string): boolean;
}

/** The rules of a user, or one of its selectors: each allows a command only together with its own keys. */
interface RuleSet {
  readonly commands: readonly string[];
  readonly keys: readonly string[];
  readonly channels: readonly string[];
}

/**
 * What the user of this client may do, as far as `wanted` asks; undefined where it may not read that. Categories are
 * looked up by COMMAND INFO; where that may not be asked, they count as giving all that is wanted and taking nothing.
 */
export async function readRights(
  client: CommandSender,
  wanted: ReadonlySet<string>,
): Promise<Rights | undefined> {
  const user = await ifPermitted(async () => String(await client.send(['ACL', 'WHOAMI'])));
  if (user === undefined) return undefined;
  const reply = await ifPermitted(() => client.send(['ACL', 'GETUSER', user]));
  if (reply === undefined) return undefined;
  const sets = [reply, ...selectorsOf(reply)].map(ruleSetOf);
  const names = [...wanted].filter((rule) => rule.startsWith('+')).map((rule) => rule.slice(1));
  const hasCategories = sets.some(({ commands }) => commands.some((each) => /^[+-]@(?!all$)/.test(each)));
  const categories = hasCategories ? await readCategories(client, names) : undefined;
  return { user, has: (rule) => sets.some((set) => isGranted(rule, set, categories)) };
}

function isGranted(
  rule: string,
  { commands, keys, channels }: RuleSet,
  categories: ReadonlyMap<string, ReadonlySet<string>> | undefined,
): boolean {
  const sign = rule.charAt(0);
  if (sign === '+') return isCommandGranted(rule.slice(1), commands, categories);
  // For PSUBSCRIBE, a pattern is granted word for word only.
  const mayBeWider = sign === '~' || !/[*?[\]\\]/.test(rule);
  return (sign === '~' ? keys : channels).some(
    (each) => each === rule || each === `${sign}*` || (mayBeWider && covers(each, rule)),
  );
}

/** The last rule that is about a command decides. */
function isCommandGranted(
  command: string,
  rules: readonly string[],
  categories: ReadonlyMap<string, ReadonlySet<string>> | undefined,
): boolean {
  const whole = command.split('|')[0] ?? command;
  let isAllowed = false;
  for (const rule of rules) {
    const [sign, subject] = [rule.charAt(0), rule.slice(1)];
    const own = categories?.get(command);
    const isAbout = subject.startsWith('@')
      ? subject === '@all' || (own ? own.has(subject) : sign === '+')
      : subject === command || subject === whole;
    if (isAbout) isAllowed = sign === '+';
  }
  return isAllowed;
}

/** Whether a rule that ends in `*` allows everything that another one does. */
function covers(wide: string, narrow: string): boolean {
  return /^[^*?[\]\\]*\*$/.test(wide) && narrow.startsWith(wide.slice(0, -1));
}

/** The categories of commands; a command that the server does not know has none there. */
async function readCategories(
  client: CommandSender,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>> | undefined> {
  const reply = await ifPermitted(() => client.send(['COMMAND', 'INFO', ...names]));
  if (!Array.isArray(reply)) return undefined;
  const described = (reply as readonly unknown[]).map((each, index) => {
    const categories = Array.isArray(each) ? (each as readonly unknown[])[6] : undefined;
    return [names[index] ?? '', categories] as const;
  });
  return new Map(
    described.flatMap(([name, categories]) => {
      const names = isIterable(categories) ? [...categories].map(String) : undefined;
      return names ? [[name, new Set(names)]] : [];
    }),
  );
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function selectorsOf(reply: unknown): readonly unknown[] {
  const selectors = memberOf(reply, 'selectors');
  return Array.isArray(selectors) ? selectors : [];
}

function ruleSetOf(reply: unknown): RuleSet {
  const wordsOf = (name: string, sign = ''): string[] => {
    const value = memberOf(reply, name);
    const words = Array.isArray(value) ? value.map(String) : textOf(value).split(' ');
    // Before 7.0, patterns are told without their signs.
    return words.filter((word) => word !== '').map((word) => (/^[~&%+-]/.test(word) ? word : sign + word));
  };
  // Before 6.2 there are no rules for channels, and everybody has all of them.
  const channels = memberOf(reply, 'channels') === undefined ? ['&*'] : wordsOf('channels', '&');
  return { commands: wordsOf('commands'), keys: wordsOf('keys', '~'), channels };
}

function textOf(value: unknown): string {
  return Buffer.isBuffer(value) || typeof value === 'string' ? value.toString() : '';
}

/** A member of a reply that is names and values, one behind the other. */
function memberOf(reply: unknown, name: string): unknown {
  if (!Array.isArray(reply)) return undefined;
  const at = reply.findIndex((each, index) => index % 2 === 0 && String(each) === name);
  return at < 0 ? undefined : (reply as readonly unknown[])[at + 1];
}
