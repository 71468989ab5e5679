import { CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { wantsColor } from '../logging/wants-color.js';
import { allCommands } from './commands/all-commands.js';
import { answerEvent } from './frame/answer-event.js';
import { buildCommandLine } from './frame/build-command-line.js';
import { CommandError, reportOf, usageError } from './frame/command-error.js';
import type { CommandSpec } from './frame/command-spec.js';
import { exitCode } from './frame/exit-code.js';
import { Output, type Streams } from './frame/output.js';
import type { ActionListener, ProgramOptions, Programs } from './program/program-runner.js';

/** The options that every command has, and those that some have. */
export interface CommonOptions extends ProgramOptions {
  readonly format: 'text' | 'json';
  readonly json?: true;
  readonly color: boolean;
  readonly yes?: true;
}

/** What a command line runs in. */
export interface CommandLineSurroundings {
  readonly streams: Streams;
  /** What loads the handlers and does the actions of a command. */
  readonly programs: (options: CommonOptions, listener: ActionListener) => Programs;
}

/**
 * Runs one command.
 *
 * @param argv the arguments, without those of Node.js
 * @returns the exit code
 */
export async function runCommandLine(
  argv: readonly string[],
  { streams, programs: programsFor }: CommandLineSurroundings,
): Promise<number> {
  let ended: number = exitCode.done;
  // Until the options are known, errors look as the arguments seem to want it.
  let output = outputFor(streams, {
    format: asksForJson(argv) ? 'json' : 'text',
    color: !argv.includes('--no-color'),
  });
  const onCommand = async (spec: CommandSpec, args: readonly string[], given: object): Promise<void> => {
    const options = given as CommonOptions;
    output = outputFor(streams, options);
    const named = spec.usage.includes('[files...]') ? args : [];
    const source = { ...options, handlers: named.length > 0 ? named : (options.handlers ?? []) };
    const programs = programsFor(source, (event) => answerEvent(event, output, options.yes));
    ended = (await spec.run({ args, options, output, programs })) ?? exitCode.done;
  };
  try {
    const writeOut = (text: string): void => void streams.stdout.write(text);
    await buildCommandLine(allCommands, version(), onCommand, writeOut).parseAsync(argv, { from: 'user' });
    return ended;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return exitCode.done;
    const report = reportOf(thrown instanceof CommanderError ? usageOf(thrown) : thrown);
    output.error(report);
    return report.exitCode;
  }
}

function outputFor(
  streams: Streams,
  { format, json, color }: Pick<CommonOptions, 'format' | 'json' | 'color'>,
): Output {
  const isColored = color && wantsColor(streams.stdout, process.env);
  return new Output(streams, { json: json ?? format === 'json', color: isColored });
}

function asksForJson(argv: readonly string[]): boolean {
  return (
    argv.includes('--json') || argv.includes('--format=json') || argv[argv.indexOf('--format') + 1] === 'json'
  );
}

/** What commander says, in one line; the nearest name is in it. */
function usageOf({ code, message }: CommanderError): CommandError {
  if (code === 'commander.help')
    return usageError('a command is missing', 'redis-triggers --help lists them');
  const [what = message, hint] = message.replace(/^error: /, '').split('\n');
  const near = /\(Did you mean (.*)\?\)/.exec(hint ?? '')?.[1];
  return usageError(what, near === undefined ? undefined : `Did you mean ${near}?`);
}

function version(): string {
  for (const path of ['../../../package.json', '../../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string };
      return found.version;
    } catch {
      // Bundled, this file lies elsewhere.
    }
  }
  return 'unknown';
}
