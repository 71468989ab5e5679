import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../frame/command-error.js';
import { exitCode } from '../frame/exit-code.js';
import { chooseLoader } from './choose-loader.js';
import { forwardSignals } from './forward-signals.js';
import type {
  EventAnswer,
  FromProgram,
  ProgramSource,
  ActionEvent,
  ActionRequest,
  ToProgram,
} from './protocol.js';
import { readProjectOptions } from './project-options.js';
import type { ActionArguments, ActionName, ActionResult } from './all-actions.js';

/** The options that say which handlers there are. */
export interface ProgramOptions {
  readonly handlers?: readonly string[];
  readonly import?: string;
  readonly config?: string;
  readonly ignoreOtherBindings?: true;
}

/** How an action is run. */
export interface RunOptions {
  /** What the process prints to standard output goes there, because it is the output of the command. */
  readonly ownOutput?: boolean;
  /** Ends the process, as SIGTERM does, when it is aborted. */
  readonly signal?: AbortSignal;
  /** It reads the standard input of the command. */
  readonly ownInput?: boolean;
  /** Called before lines of output are written. */
  readonly onLines?: () => void;
  /** Called with each snapshot of an action that watches something. */
  readonly onSnapshot?: (value: unknown) => void;
}

/** What hears of an action while it runs. */
export type ActionListener = (event: ActionEvent) => Promise<EventAnswer> | EventAnswer;

/** What does the actions of a command where the handlers are. */
export interface Programs {
  /** The result of an action. Rejects with its report where it failed. */
  run<Name extends ActionName>(
    name: Name,
    args: ActionArguments<Name>,
    options?: RunOptions,
  ): Promise<ActionResult<Name>>;
}

/**
 * Runs actions in a process of their own that loads the handlers: what loaders and handlers do to their process does
 * nothing to the command, and what they print goes to standard error, so that the data stays whole.
 */
export class ProgramRunner implements Programs {
  constructor(
    /** The file that such a process runs. */
    private readonly programFile: URL,
    private readonly options: ProgramOptions,
    private readonly listener: ActionListener,
  ) {}

  /** The result of an action. Rejects with the report of what the process threw. */
  async run<Name extends ActionName>(
    name: Name,
    args: ActionArguments<Name>,
    options: RunOptions = {},
  ): Promise<ActionResult<Name>> {
    const { loader, ...source } = this.source();
    const run = (loaders: readonly string[]): Promise<Ended<Name>> =>
      this.runOnce({ name, args, source: { ...source, hasLoader: loaders.length > 0 } }, loaders, options);
    const first = await run(loader === undefined ? [] : [loader]);
    if (!('needsLoaderFor' in first)) return first.result;
    const second = await run([chooseLoader(process.cwd(), first.needsLoaderFor)]);
    if ('needsLoaderFor' in second) throw new Error('a loader was asked for twice');
    return second.result;
  }

  private source(): Omit<ProgramSource, 'hasLoader'> & { readonly loader?: string } {
    const { handlers = [], import: given, config, ignoreOtherBindings = false } = this.options;
    const project = readProjectOptions(process.cwd(), config);
    const { configurationFile } = project;
    const isTypeScript = /\.[cm]?ts$/;
    const typeScript = [configurationFile, ...handlers].find((each) => each && isTypeScript.test(each));
    const loader =
      given ??
      project.loader ??
      (typeScript === undefined ? undefined : chooseLoader(process.cwd(), typeScript));
    return {
      handlers,
      packageOptions: project.packageOptions,
      ignoresOtherBindings: ignoreOtherBindings,
      ...(configurationFile !== undefined && { configurationFile }),
      ...(loader !== undefined && { loader }),
    };
  }

  private runOnce<Name extends ActionName>(
    request: ActionRequest,
    loaders: readonly string[],
    { ownOutput = false, ownInput = false, onSnapshot, onLines, signal }: RunOptions,
  ): Promise<Ended<Name>> {
    const output = ownOutput ? 'inherit' : process.stderr;
    const child = fork(fileURLToPath(this.programFile), {
      execArgv: ['--enable-source-maps', ...loaders.map((loader) => `--import=${loader}`)],
      stdio: [ownInput ? 'inherit' : 'ignore', output, 'inherit', 'ipc'],
      // A signal of the terminal reaches the command alone, which passes it on: once.
      detached: true,
    });
    const endForwarding = forwardSignals(child);
    const end = (): void => void child.kill('SIGTERM');
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
    return new Promise<Ended<Name>>((resolve, reject) => {
      child.on('message', (message: FromProgram) => {
        switch (message.type) {
          case 'ready':
            send(child, { type: 'request', request });
            break;
          case 'event':
            if (message.event.kind === 'snapshot') onSnapshot?.(message.event.value);
            if (message.event.kind === 'lines') onLines?.();
            void this.answer(child, message.id, message.event);
            break;
          case 'needsLoader':
            resolve({ needsLoaderFor: message.file });
            break;
          case 'result':
            resolve({ result: message.result as ActionResult<Name> });
            break;
          case 'failure':
            reject(new CommandError(message.report));
        }
      });
      child.once('error', reject);
      child.once('close', (code, killedBy) => {
        endForwarding();
        reject(endedError(code, killedBy));
      });
    });
  }

  private async answer(child: ChildProcess, id: number, event: ActionEvent): Promise<void> {
    const answer = await Promise.resolve(this.listener(event)).catch((error: unknown): EventAnswer => {
      if (!(error instanceof CommandError)) throw error;
      return { refusal: error.report };
    });
    send(child, { type: 'answer', id, answer });
  }
}

type Ended<Name extends ActionName> =
  { readonly result: ActionResult<Name> } | { readonly needsLoaderFor: string };

function send(child: ChildProcess, message: ToProgram): void {
  if (child.connected) child.send(message);
}

/** The process ended with no result; whatever it wrote says why. */
function endedError(code: number | null, signal: NodeJS.Signals | null): CommandError {
  const how = signal ? `by ${signal}` : `with exit code ${code}`;
  const what = `the process with the handlers ended ${how} before it was done`;
  const problem = { code: 'PROGRAM_ENDED', place: 'redis-triggers', what } as const;
  return new CommandError({
    exitCode: exitCode.failed,
    code: problem.code,
    message: what,
    problems: [problem],
  });
}
