import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { endWithUs } from '../../support/end-with-us.js';
import { repository } from '../../support/repository.js';

/** The bundled one, because the handlers that it loads import the bundled library. */
const program = join(repository, 'dist/package/cli/main.js');

/** How a command ended, and what it wrote. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs. */
export interface CommandSurroundings {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads from standard input; nothing unless told. */
  readonly input?: string | Buffer;
  /** Whether more may be written to standard input; it is then up to the spec to end it. */
  readonly leavesInputOpen?: boolean;
}

/** Runs the command line in a process of its own, its output in pipes. */
export function runCommand(
  args: readonly string[],
  surroundings: CommandSurroundings = {},
): Promise<CommandResult> {
  return startCommand(args, surroundings).result;
}

/** A command that runs: its process, and how it ends. */
export interface StartedCommand {
  readonly child: ChildProcessWithoutNullStreams;
  readonly result: Promise<CommandResult>;
}

/** Starts the command line in a process of its own, its output in pipes. */
export function startCommand(
  args: readonly string[],
  { cwd, env, input = '', leavesInputOpen = false }: CommandSurroundings = {},
): StartedCommand {
  const child = spawn(process.execPath, [program, ...args], { cwd, env: environment(env) });
  endWithUs(child);
  child.stdin.on('error', () => undefined);
  if (!leavesInputOpen) child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const result = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(
    ([exitCode, stdout, stderr]) => ({ exitCode, stdout, stderr }),
  );
  return { child, result };
}

/** What a command printed as its one document, and its exit code. */
export async function runForJson(
  args: readonly string[],
  surroundings: CommandSurroundings = {},
): Promise<{ readonly exitCode: number | null; readonly document: unknown }> {
  const { exitCode, stdout, stderr } = await runCommand([...args, '--json'], surroundings);
  try {
    return { exitCode, document: JSON.parse(stdout) as unknown };
  } catch {
    throw new Error(`${args.join(' ')} --json printed no document but ${stdout}${stderr}`);
  }
}

/** Runs it at a terminal of its own; what it writes to both streams is one text. `typed` is typed once it has written something. */
export async function runAtTerminal(
  args: readonly string[],
  { cwd, env }: CommandSurroundings = {},
  typed = '',
): Promise<{ readonly exitCode: number | null; readonly screen: string }> {
  // Some shells would otherwise stay, and end with 130 by themselves after Ctrl-C.
  const command = `exec ${[process.execPath, program, ...args].map((word) => `'${word}'`).join(' ')}`;
  const child = spawn(
    'script',
    ['--quiet', '--return', '--echo', 'never', '--command', command, '/dev/null'],
    {
      cwd,
      env: environment({ TERM: 'xterm', ...env }),
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  endWithUs(child);
  child.stdin.on('error', () => undefined);
  child.stdout.once('data', () => void child.stdin.write(typed));
  const exit = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const [exitCode, screen] = await Promise.all([exit, text(child.stdout)]);
  child.stdin.end();
  return { exitCode, screen: screen.replaceAll('\r\n', '\n') };
}

/** Without the variables that would change what is printed. */
function environment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const {
    NODE_OPTIONS,
    NODE_NO_WARNINGS,
    FORCE_COLOR,
    NO_COLOR,
    CI,
    REDIS_TRIGGERS_LOG_LEVEL,
    ...inherited
  } = process.env;
  return { ...inherited, ...env };
}
