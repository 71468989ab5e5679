import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endWithUs } from './end-with-us.js';
import { patienceInMs } from './patience.js';

/** A compiled program of this repository, running in a process of its own. */
export class RunningProgram {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly watchers = new Set<() => void>();
  private readonly exited: Promise<unknown>;

  /** @param path the program, relative to `dist/` */
  constructor(path: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
    const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
    const env = { ...process.env, ...environment };
    this.child = spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    endWithUs(this.child);
    this.child.stdout?.on('data', (text) => (this.stdout += String(text)));
    this.child.stderr?.on('data', (text) => (this.stderr += String(text)));
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', () => this.watchers.forEach((look) => look()));
    this.exited = once(this.child, 'close');
  }

  /** Resolves when `test` holds for what it has printed. */
  until(test: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (test()) settle(resolve);
      };
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        this.watchers.delete(look);
        end();
      };
      const timer = setTimeout(
        () =>
          settle(() =>
            reject(new Error(`waited ${patienceInMs} ms; it printed ${this.stdout}${this.stderr}`)),
          ),
        patienceInMs,
      );
      this.watchers.add(look);
      look();
    });
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
