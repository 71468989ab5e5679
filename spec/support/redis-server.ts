import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess } from '../../lib/testing/kit/server-process.js';
import { endWithUs } from './end-with-us.js';
import { ownPort } from './own-port.js';
import { redisServerBinary } from './redis-binary.js';

export interface RedisServerOptions {
  /** Further arguments for the server, such as `--requirepass secret`. */
  readonly args?: readonly string[];
  /** Keep the data over `kill()` and `start()` (append-only file, every write synced). */
  readonly durable?: boolean;
  /** Default: a free one. */
  readonly port?: number;
}

/** A real Redis server of a spec's own, on a free loopback port, in a folder of its own. */
export class RedisServer {
  private child?: ChildProcess;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly options: RedisServerOptions,
  ) {}

  /** Starts a server; resolves when it answers PING. */
  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'redis-triggers-'));
    const server = new RedisServer(options.port ?? (await ownPort()), folder, options);
    await server.start();
    return server;
  }

  /** The connection string of this server. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts the process again, on the same port, after `kill()`. */
  async start(): Promise<void> {
    const persistence = this.options.durable
      ? ['--appendonly', 'yes', '--appendfsync', 'always']
      : ['--appendonly', 'no'];
    const args = ['--dir', this.folder, ...persistence, ...(this.options.args ?? [])];
    this.child = await startServerProcess(redisServerBinary, this.port, args);
    endWithUs(this.child);
  }

  /** SIGKILL: what was not written is gone, and so are the connections. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  /** SIGCONT: goes on where `freeze()` stopped it. */
  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Ends the server and removes its folder. */
  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
