import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Assignment, FromSide, Observation, ToSide } from '../side/assignment.js';

const program = fileURLToPath(new URL('../side/main.js', import.meta.url));

/** How long a process may take to start, or to finish its messages. */
const patienceInMs = 120_000;

/** A measured process. */
export class SideProcess {
  private readonly exited: Promise<unknown>;
  private error = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly name: string,
  ) {
    this.exited = once(child, 'exit');
    child.stderr?.on('data', (text) => (this.error += String(text)));
  }

  /** Starts a process that fills its own backlog, and waits for its end. */
  static async load(assignment: Assignment): Promise<void> {
    const side = SideProcess.prepare({ ...assignment, purpose: 'load' });
    await side.exited;
    if (side.child.exitCode !== 0) throw side.failure('could not fill its backlog');
  }

  /** Starts a process; resolves when its contestant listens. */
  static async start(
    assignment: Assignment,
    profileFolder?: string,
  ): Promise<{ side: SideProcess; startedInMs: number }> {
    const side = SideProcess.prepare(assignment, profileFolder);
    return { side, startedInMs: await side.begin() };
  }

  /** Starts a process that loads its contestant and then waits for `begin`: meanwhile there is time to fill a backlog. */
  static prepare(assignment: Assignment, profileFolder?: string): SideProcess {
    // A folder for each contestant: what they take differs.
    const folder = profileFolder && join(profileFolder, basename(assignment.contestant));
    const profile = folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
    const child = fork(program, [JSON.stringify(assignment)], {
      execArgv: profile,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    return new SideProcess(child, assignment.contestant);
  }

  /** Has the contestant begin; resolves when it listens, with how many milliseconds that took. */
  async begin(): Promise<number> {
    const ready = this.hear('ready');
    this.ask('begin');
    return (await ready).startedInMs;
  }

  /** What it has seen when it has handled its last message. */
  async finished(): Promise<Observation> {
    return (await this.hear('finished')).observation;
  }

  /** What it has seen so far. */
  async look(): Promise<Observation> {
    const answer = this.hear('seen');
    this.ask('look');
    return (await answer).observation;
  }

  /** Stops the contestant and the process. */
  async stop(): Promise<void> {
    this.ask('stop');
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.exited;
    clearTimeout(patience);
  }

  /** Ends the process as it is. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  private ask(request: ToSide): void {
    if (this.child.connected) this.child.send(request);
  }

  private hear<Say extends FromSide['say']>(say: Say): Promise<Extract<FromSide, { say: Say }>> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void): void => {
        clearTimeout(patience);
        this.child.off('message', listen);
        this.child.off('exit', leave);
        act();
      };
      const listen = (message: FromSide): void => {
        if (message.say === say) end(() => resolve(message as Extract<FromSide, { say: Say }>));
      };
      const leave = (): void => end(() => reject(this.failure('ended too early')));
      const patience = setTimeout(
        () => end(() => reject(this.failure(`was not '${say}' in time`))),
        patienceInMs,
      );
      this.child.on('message', listen);
      this.child.once('exit', leave);
    });
  }

  private failure(what: string): Error {
    return new Error(`${this.name} ${what}\n${this.error}`);
  }
}
