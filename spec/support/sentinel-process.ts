import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAnswering } from '../../lib/testing/kit/server-process.js';
import { endWithUs } from './end-with-us.js';
import { ownPort } from './own-port.js';
import { redisServerBinary } from './redis-binary.js';

/** One Sentinel on a free loopback port: the server binary in its Sentinel mode. */
export class SentinelProcess {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts a Sentinel with these lines in its configuration; resolves when it answers. */
  static async start(lines: readonly string[]): Promise<SentinelProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'redis-triggers-sentinel-'));
    const port = await ownPort();
    // A Sentinel writes what it learns into its file, and does not start without one.
    const file = join(folder, 'sentinel.conf');
    await writeFile(file, [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, ...lines, ''].join('\n'));
    const child = await startAnswering(redisServerBinary, port, [file, '--sentinel']);
    endWithUs(child);
    return new SentinelProcess(port, folder, child);
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  /** SIGCONT: goes on where `freeze()` stopped it. */
  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    const exited = this.child.exitCode === null && this.child.signalCode === null && once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
    await rm(this.folder, { recursive: true, force: true });
  }
}
