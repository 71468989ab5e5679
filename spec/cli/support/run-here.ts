import { Readable, Writable } from 'node:stream';
import { resolve } from 'node:path';
import { CommandError, reportOf } from '../../../lib/cli/frame/command-error.js';
import type { Streams } from '../../../lib/cli/frame/output.js';
import { allActions, type Action, type ActionName } from '../../../lib/cli/program/all-actions.js';
import { Program } from '../../../lib/cli/program/program.js';
import type { ActionListener, Programs, RunOptions } from '../../../lib/cli/program/program-runner.js';
import type { ActionEvent, ProgramSource } from '../../../lib/cli/program/protocol.js';
import { runCommandLine, type CommonOptions } from '../../../lib/cli/run-command-line.js';
import type { Class } from '../../../lib/metadata/class.js';
import { systemClock } from '../../../lib/time/system-clock.js';
import type { CommandResult } from './run-command.js';

/** The handlers of a command that runs here, and where their connections lead. */
export interface HereSurroundings {
  readonly handlers?: readonly Class[];
  readonly connections?: Readonly<Record<string, string>>;
}

/**
 * Runs a command in the process of the specs: all of it but the two processes that it is made of, whose starts take most of its
 * time. What concerns processes is judged with `runCommand`: standard input, signals, terminals, files of handlers by name.
 */
export async function runHere(
  args: readonly string[],
  surroundings: HereSurroundings = {},
): Promise<CommandResult> {
  const [stdout, stderr] = [new Written(), new Written()];
  const stdin = Readable.from([]);
  const streams = { stdin, stdout, stderr } as unknown as Streams;
  const exitCode = await runCommandLine(args, {
    streams,
    programs: (options, listener) => new ProgramHere(options, surroundings, listener),
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** The same with `--json`: what it printed as its one document. */
export async function runHereForJson(
  args: readonly string[],
  surroundings: HereSurroundings = {},
): Promise<{ readonly exitCode: number | null; readonly document: unknown }> {
  const { exitCode, stdout, stderr } = await runHere([...args, '--json'], surroundings);
  try {
    return { exitCode, document: JSON.parse(stdout) as unknown };
  } catch {
    throw new Error(`${args.join(' ')} --json printed no document but ${stdout}${stderr}`);
  }
}

/** A stream that keeps what is written, and takes as much as there is. */
class Written extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, written: () => void): void {
    this.text += chunk.toString();
    written();
  }
}

/** Does actions as the process with the handlers does, without that process. */
class ProgramHere implements Programs {
  constructor(
    private readonly options: CommonOptions,
    private readonly surroundings: HereSurroundings,
    private readonly listener: ActionListener,
  ) {}

  async run(name: never, args: never, { onSnapshot, onLines }: RunOptions = {}): Promise<never> {
    let opened: Promise<Program> | undefined;
    const ending = new AbortController();
    const tell = async (event: ActionEvent): Promise<boolean> => {
      if (event.kind === 'snapshot') onSnapshot?.(event.value);
      if (event.kind === 'lines') onLines?.();
      const answer = await this.listener(asSent(event));
      return 'goesOn' in answer && answer.goesOn;
    };
    const source = this.source();
    const context = {
      program: (given?: Parameters<typeof Program.load>[1]) => (opened ??= Program.load(source, given)),
      source,
      tell,
      sleep: (inMs: number) => systemClock.sleep(inMs, ending.signal),
      signal: ending.signal,
    };
    try {
      const perform: Action = await allActions[name as ActionName]();
      return asSent(await perform(context, asSent(args))) as never;
    } catch (error) {
      const program = await opened?.catch(() => undefined);
      throw new CommandError(reportOf(error, (text) => program?.secrets.scrub(text) ?? text));
    } finally {
      const program = await opened?.catch(() => undefined);
      await program?.close();
    }
  }

  /** Names of files are for the specs that have files; else the classes are the handlers. */
  private source(): ProgramSource {
    const { handlers: files = [], config } = this.options;
    const { handlers = [], connections = {} } = this.surroundings;
    return {
      handlers: files,
      packageOptions: { ...(handlers.length > 0 && { handlers }), connections },
      ignoresOtherBindings: false,
      hasLoader: false,
      ...(config !== undefined && { configurationFile: resolve(config) }),
    };
  }
}

/** As it would come to another process. */
function asSent<Value>(value: Value): Value {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as Value);
}
