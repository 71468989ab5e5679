import type { CommandTemplate } from '../../expressions/command-template.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { escapedPattern } from './escaped-pattern.js';

/** What `@RedisInput` reads on the connection of the trigger: the commands, and the keys as patterns. */
export function inputRulesOf({ parameters, connection }: FunctionDescriptor): string[] {
  return parameters.flatMap((parameter) =>
    parameter.from === 'input' && parameter.connection === connection ? rulesOf(parameter.command) : [],
  );
}

const withoutKeys: ReadonlySet<string> = new Set(['DBSIZE', 'RANDOMKEY']);
const withManyKeys: ReadonlySet<string> = new Set(['EXISTS', 'PFCOUNT', 'TOUCH']);
const withCountOfKeys: ReadonlySet<string> = new Set(['SINTERCARD', 'ZDIFF', 'ZINTERCARD']);

function rulesOf({ command, literals }: CommandTemplate): string[] {
  const keys = keysOf(command, literals).map((parts) => `~${parts.map(escapedPattern).join('*')}`);
  return [...keys, `+${command.toLowerCase()}`];
}

function keysOf(command: string, words: CommandTemplate['literals']): CommandTemplate['literals'] {
  if (withoutKeys.has(command)) return [];
  if (withManyKeys.has(command)) return words;
  return withCountOfKeys.has(command)
    ? words.slice(1, 1 + Number(words[0]?.join('') ?? 0))
    : words.slice(0, 1);
}
