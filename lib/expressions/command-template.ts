import { resolvePlaceholders } from '../settings/placeholders.js';
import type { SettingsSource } from '../settings/settings-source.js';
import { compileExpression, ExpressionError, type Expression } from './binding-expression.js';
import type { MessageValues } from './message-values.js';
import { readableCommands } from './readable-commands.js';

/** A command of Redis, as its words. */
export type CommandWords = readonly [name: string, ...args: string[]];

/** Makes the command of a message. */
export interface CommandTemplate {
  (data: MessageValues): CommandWords;
  readonly command: string;
  /** What is written of each argument: the texts around and between the values of a message. */
  readonly literals: readonly (readonly string[])[];
}

/** What a command is compiled with. */
export interface TemplateOptions {
  /** Whether it reads one value, as inputs do; else any command is right. */
  readonly isInput: boolean;
  readonly functionName: string;
  readonly settings: SettingsSource;
  /** Hears what is wrong, as a sentence without its period, and what to do. */
  readonly complain: (what: string, remedy: string) => void;
}

/**
 * Compiles the command of a binding; undefined where there is none. Settings are put in first, and the text is split into
 * arguments before anything of a message is: a message can neither read settings nor add arguments.
 */
export function commandTemplate(written: unknown, options: TemplateOptions): CommandTemplate | undefined {
  const { isInput, functionName, settings, complain } = options;
  if (typeof written !== 'string' || written.trim() === '') {
    complain('"command" is missing', 'Write one such as "GET {Key}".');
    return undefined;
  }
  const { text, unknown } = resolvePlaceholders(written, settings);
  for (const name of unknown) complain(`no setting has the name %${name}%`, 'Define the setting.');
  const [name = '', ...args] = text.trim().split(/\s+/);
  if (!/^[a-z]+$/i.test(name))
    complain(`${name} is no command`, 'Write the command itself first: no message can choose it.');
  else if (isInput && !readableCommands.has(name.toUpperCase()))
    complain(
      `${name} is not a command that reads one value`,
      `Write one of ${[...readableCommands].join(', ')}.`,
    );
  const command = name.toUpperCase();
  const compiled = args.map((each) => compiledOr(each, functionName, complain));
  const make = (data: MessageValues): CommandWords => [
    command,
    ...compiled.map((expression) => expression(data)),
  ];
  return Object.assign(make, { command, literals: compiled.map(({ literals }) => literals) });
}

function compiledOr(text: string, functionName: string, complain: TemplateOptions['complain']): Expression {
  try {
    return compileExpression(text, functionName);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    complain(`in ${text} there is ${error.message}`, 'Write {Name} for a value, {{ and }} for braces.');
    return Object.assign(() => '', { literals: [''] });
  }
}
