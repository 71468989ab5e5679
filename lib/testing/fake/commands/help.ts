import { simple } from '../resp/reply.js';
import type { CommandHandler } from './command-context.js';

/** What `<COMMAND> HELP` answers: each subcommand's form, and below it what it does. */
export function helpOf(command: string, subcommands: Readonly<Record<string, string>>): CommandHandler {
  const lines = Object.entries(subcommands).flatMap(([form, text]) => [
    form,
    ...text.split('\n').map(indent),
  ]);
  return ({ version }) =>
    [
      version >= 6.2
        ? `${command} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`
        : `${command} <subcommand> arg arg ... arg. Subcommands are:`,
      ...lines,
      'HELP',
      indent(version >= 7.2 ? 'Print this help.' : 'Prints this help.'),
    ].map(simple);
}

const indent = (text: string): string => `    ${text}`;
