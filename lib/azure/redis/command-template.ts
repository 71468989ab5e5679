import type { Problem } from '../../errors/problem.js';
import { resolvePlaceholders } from '../../settings/placeholders.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import type { RedisCommand } from '../../redis/commands/command-sender.js';
import { member } from '../folder/member.js';
import type { Binding } from '../folder/binding.js';
import type { MessageValues } from '../invocation/message-values.js';
import { compileExpression, ExpressionError, type Expression } from './binding-expression.js';
import { readableCommands } from './readable-commands.js';

/** Where a command stands. */
export interface CommandPlace {
  readonly place: string;
  readonly functionName: string;
  readonly settings: SettingsSource;
  readonly problems: Problem[];
}

/** Makes the command of a message. */
export type CommandTemplate = (data: MessageValues) => RedisCommand;

/**
 * Compiles the `command` of a binding; undefined where it is wrong, which is then a problem. Settings are put in first, and the
 * text is split into arguments before anything of a message is: a message can neither read settings nor add arguments.
 */
export function commandTemplate(binding: Binding, where: CommandPlace): CommandTemplate | undefined {
  const written = member(binding.members, 'command');
  const complain = (what: string, remedy: string): void => {
    const text = `the binding "${binding.name}": ${what}`;
    where.problems.push({ code: 'FUNCTION_JSON_INVALID', place: where.place, what: text, remedy });
  };
  if (typeof written !== 'string' || written.trim() === '') {
    complain('"command" is missing', 'Write one such as "GET {Key}".');
    return undefined;
  }
  const { text, unknown } = resolvePlaceholders(written, where.settings);
  for (const name of unknown) complain(`no setting has the name %${name}%`, 'Define the setting.');
  const [name = '', ...args] = text.trim().split(/\s+/);
  if (!/^[a-z]+$/i.test(name))
    complain(`${name} is no command`, 'Write the command itself first: no message can choose it.');
  else if (binding.direction === 'in' && !readableCommands.has(name.toUpperCase()))
    complain(
      `${name} is not a command that reads one value`,
      `Write one of ${[...readableCommands].join(', ')}.`,
    );
  const compiled = args.map((each) => compiledOr(each, where.functionName, complain));
  return (data) => [name.toUpperCase(), ...compiled.map((expression) => expression(data))];
}

function compiledOr(
  text: string,
  functionName: string,
  complain: (what: string, remedy: string) => void,
): Expression {
  try {
    return compileExpression(text, functionName);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    complain(`in ${text} there is ${error.message}`, 'Write {Name} for a value, {{ and }} for braces.');
    return () => '';
  }
}
