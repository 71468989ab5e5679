import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endWithUs } from './end-with-us.js';

/** A compiled program of this repository, running in a process of its own. */
export class RunningProgram {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;

  /** @param path the program, relative to `dist/` */
  constructor(path: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
    const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
    const env = { ...process.env, ...environment };
    this.child = spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    endWithUs(this.child);
    this.child.stdout?.on('data', (text) => (this.stdout += String(text)));
    this.child.stderr?.on('data', (text) => (this.stderr += String(text)));
    this.exited = once(this.child, 'close');
  }

  /** Sends a signal. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Resolves with the exit code, or with the name of the signal that ended it. */
  async exit(): Promise<number | NodeJS.Signals | null> {
    await this.exited;
    return this.child.exitCode ?? this.child.signalCode;
  }

  /** Ends it at once, where it has not ended by itself. */
  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
