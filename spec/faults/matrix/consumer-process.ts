import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../../support/end-with-us.js';
import type { Request } from './consumer-program.js';
import type { Consumer, ConsumerOptions, ConsumerReport, Gap, Handled } from './consumer.js';
import { moment } from './moment.js';

const program = fileURLToPath(new URL('consumer-program.js', import.meta.url));

/** A consumer in a process of its own, which can be killed, frozen and started again. */
export class ConsumerProcess implements Consumer {
  /** How often its process has ended without being asked to. */
  deaths = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), 'redis-triggers-consumer-'));
  private readonly file = openSync(join(this.folder, 'lines'), 'a');
  private child: ChildProcess;
  private downSince: number | undefined;
  private readonly downtimes: Gap[] = [];
  private question = 0;
  private isStopping = false;

  /** `restarts`: whether it is started again whenever it ends, as a supervisor does. */
  private constructor(
    private readonly options: ConsumerOptions,
    private readonly restarts: boolean,
  ) {
    this.child = this.spawn();
  }

  /** Starts a process; resolves when its function listens. */
  static async start(options: ConsumerOptions, restarts: boolean): Promise<ConsumerProcess> {
    const started = new ConsumerProcess(options, restarts);
    await once(started.child, 'message');
    return started;
  }

  get handled(): readonly Handled[] {
    return this.lines('handled').map(([id, at]) => ({ id, at }));
  }

  get gaps(): readonly Gap[] {
    return this.lines('gap').map(([from, to]) => ({ from, to }));
  }

  get absences(): readonly Gap[] {
    const present = this.downSince === undefined ? [] : [{ from: this.downSince, to: moment() }];
    return [...this.downtimes, ...present];
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  report(): Promise<ConsumerReport | undefined> {
    const number = ++this.question;
    return new Promise((resolve) => {
      const { child } = this;
      const timer = setTimeout(() => settle(undefined), 500);
      const settle = (report: ConsumerReport | undefined): void => {
        clearTimeout(timer);
        child.off('message', hear);
        resolve(report);
      };
      const hear = (answer: { number?: number; report: ConsumerReport }): void => {
        if (answer.number === number) settle(answer.report);
      };
      child.on('message', hear);
      this.tell({ ask: 'report', number });
    });
  }

  tell(request: Request): void {
    if (this.child.connected) this.child.send(request, () => undefined);
  }

  /** Sends a signal; SIGKILL is waited for. */
  async signal(name: NodeJS.Signals): Promise<void> {
    const ended = name === 'SIGKILL' ? once(this.child, 'exit') : undefined;
    this.child.kill(name);
    await ended;
  }

  /** Starts it again after its end; does not wait until it listens. */
  restart(): void {
    this.child = this.spawn();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.isRunning) await this.signal('SIGKILL');
    closeSync(this.file);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private spawn(): ChildProcess {
    const child = fork(program, [JSON.stringify(this.options)], {
      stdio: ['ignore', 'ignore', 'inherit', this.file, 'ipc'],
    });
    child.on('message', (message) => {
      if (message === 'ready') this.isUp();
    });
    child.on('exit', () => this.isDown());
    child.on('error', () => undefined);
    endWithUs(child);
    return child;
  }

  private isUp(): void {
    if (this.downSince !== undefined) this.downtimes.push({ from: this.downSince, to: moment() });
    this.downSince = undefined;
  }

  private isDown(): void {
    if (this.isStopping) return;
    this.deaths += 1;
    this.downSince ??= moment();
    if (this.restarts) this.restart();
  }

  private lines(of: string): [number, number][] {
    const lines = readFileSync(join(this.folder, 'lines'), 'utf8').split('\n');
    return lines.flatMap((line): [number, number][] => {
      const [what, first, second] = line.split(' ');
      return what === of ? [[Number(first), Number(second)]] : [];
    });
  }
}
