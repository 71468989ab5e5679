import { Command, Option } from 'commander';
import type { CommandGroup, CommandSpec } from './command-spec.js';

/** What is called when a command was recognized. */
export type OnCommand = (spec: CommandSpec, args: readonly string[], options: object) => Promise<void>;

const name = 'redis-triggers';

/** The parser of the command line. It never ends the process, and prints nothing but help. */
export function buildCommandLine(
  commands: readonly (CommandSpec | CommandGroup)[],
  version: string,
  onCommand: OnCommand,
  writeOut: (text: string) => void,
): Command {
  const program = new Command(name)
    .configureOutput({ writeOut })
    .description('Run, see and steer functions that something in Redis starts.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(`help [command]`, 'show the help of a command')
    .addHelpText('before', `${exampleOf('status')}\n`);
  prepare(program);
  for (const each of commands) {
    if ('commands' in each) addGroup(program, each, onCommand);
    else addCommand(program, each, onCommand);
  }
  return program;
}

function addGroup(
  program: Command,
  { name: group, summary, commands }: CommandGroup,
  onCommand: OnCommand,
): void {
  const parent = prepare(program.command(group)).description(summary).helpCommand(false);
  const [first] = commands;
  if (first) parent.addHelpText('before', `${first.examples.slice(0, 1).map(exampleOf).join('')}\n`);
  for (const spec of commands) addCommand(parent, spec, onCommand);
}

function addCommand(parent: Command, spec: CommandSpec, onCommand: OnCommand): void {
  const command = prepare(parent.command(spec.usage));
  const effect = spec.effect === 'reads' ? 'Reads only.' : 'Changes what is in Redis.';
  command
    .summary(`${spec.summary.replace(/\.$/, '')} (${spec.effect})`)
    .description(`${spec.summary} ${effect}`)
    .addHelpText('before', `${spec.examples.map(exampleOf).join('\n')}\n`);
  spec.configure?.(command);
  if (spec.loadsHandlers) addHandlerOptions(command);
  command
    .addOption(
      new Option('--format <format>', 'text, or one JSON document').choices(['text', 'json']).default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--no-color', 'no colours, as with the variable NO_COLOR')
    .action(() => onCommand(spec, command.args, command.opts()));
}

function addHandlerOptions(command: Command): void {
  const collect = (value: string, before: readonly string[] = []): string[] => [
    ...before,
    ...value.split(' '),
  ];
  command
    .addOption(
      new Option('--handlers <pattern>', 'handler files or a folder; may be repeated')
        .env('REDIS_TRIGGERS_HANDLERS')
        .argParser(collect),
    )
    .addOption(new Option('--import <loader>', 'what loads TypeScript').env('REDIS_TRIGGERS_IMPORT'))
    .addOption(new Option('--config <file>', 'the configuration file').env('REDIS_TRIGGERS_CONFIG'))
    .option(
      '--ignore-other-bindings',
      'leave out functions of an Azure app that have bindings other than those of Redis',
    );
}

/** Nothing is written to the process's streams but by us, and nothing ends it. */
function prepare(command: Command): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
    .configureOutput({ outputError: () => undefined });
}

function exampleOf(example: string): string {
  return `  $ ${name} ${example}`;
}
