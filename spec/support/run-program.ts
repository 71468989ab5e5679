import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { endWithUs } from './end-with-us.js';

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramSurroundings {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a Node program to its end, as a user would: without the options this process was started with. */
export async function runProgram(
  args: readonly string[],
  { cwd, env = {} }: ProgramSurroundings,
): Promise<ProgramResult> {
  const { NODE_OPTIONS, NODE_NO_WARNINGS, FORCE_COLOR, ...inherited } = process.env;
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [exitCode, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

/** The same for a program that has to succeed: its standard output. */
export async function outputOf(args: readonly string[], surroundings: ProgramSurroundings): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(args, surroundings);
  if (exitCode !== 0) throw new Error(`node ${args.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`);
  return stdout;
}
