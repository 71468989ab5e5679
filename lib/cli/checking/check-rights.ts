import { aclRulesOf } from '../acl/acl-rules.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { RedisReplyError } from '../../redis/errors/redis-reply-error.js';
import { finding, type Finding } from './finding.js';

/**
 * Which rights the user of a connection lacks, as its own rules say (ACL WHOAMI, ACL GETUSER). A user that may not read
 * them is told nothing: what it lacks shows when the functions run.
 */
export async function checkRights(
  functions: readonly FunctionDescriptor[],
  client: CommandSender,
): Promise<Finding[]> {
  const user = await readUser(client);
  if (!user) return [];
  return functions.flatMap((each) => {
    const rules = aclRulesOf(each);
    const missing = rules.filter((rule) => !isGranted(rule, user));
    if (missing.length === 0) return [];
    const what = `the user "${user.name}" lacks rights: ${missing.join(' ')}`;
    return [finding('REDIS_FORBIDDEN', each.id, what, `Run ACL SETUSER ${user.name} ${missing.join(' ')}`)];
  });
}

interface User {
  readonly name: string;
  readonly commands: string;
  readonly keys: readonly string[];
  readonly channels: readonly string[];
}

async function readUser(client: CommandSender): Promise<User | undefined> {
  try {
    const name = String(await client.send(['ACL', 'WHOAMI']));
    const reply = (await client.send(['ACL', 'GETUSER', name])) as readonly unknown[];
    const textOf = (wanted: string): string => {
      const at = reply.findIndex((each, index) => index % 2 === 0 && String(each) === wanted);
      const value = reply[at + 1];
      return Array.isArray(value) ? value.map(String).join(' ') : String(value);
    };
    const wordsOf = (wanted: string): string[] =>
      textOf(wanted)
        .split(' ')
        .filter((word) => word !== '');
    return { name, commands: textOf('commands'), keys: wordsOf('keys'), channels: wordsOf('channels') };
  } catch (error) {
    if (error instanceof RedisReplyError) return undefined;
    throw error;
  }
}

/** Whether a rule is there, word for word, or all of its kind; categories are not looked into, so that they count as granted. */
function isGranted(rule: string, { commands, keys, channels }: User): boolean {
  if (rule.startsWith('~')) return keys.some((each) => each === rule || each === '~*' || covers(each, rule));
  if (rule.startsWith('&')) return channels.some((each) => each === rule || each === '&*');
  return isCommandGranted(rule.slice(1), commands.split(' '));
}

function isCommandGranted(command: string, rules: readonly string[]): boolean {
  const whole = command.split('|')[0] ?? command;
  let granted = false;
  for (const rule of rules) {
    if (rule === '+@all' || rule === `+${command}` || rule === `+${whole}`) granted = true;
    else if (rule.startsWith('+@')) granted = true;
    else if (rule === '-@all' || rule === `-${command}` || rule === `-${whole}`) granted = false;
  }
  return granted;
}

/** Whether a pattern that ends in `*` allows everything that another one does. */
function covers(wide: string, narrow: string): boolean {
  return /^~[^*?[\]\\]*\*$/.test(wide) && narrow.startsWith(wide.slice(0, -1));
}
