import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from '../../lib/testing/kit/free-port.js';
import { startServerProcess } from '../../lib/testing/kit/server-process.js';

/** What the server has done since it was asked last. */
export interface ServerWork {
  readonly cpuInMicros: number;
  readonly commands: number;
}

/** A Redis of the benchmark's own, on a free loopback port, without persistence. */
export class BenchServer {
  private constructor(
    readonly port: number,
    readonly client: Redis,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<BenchServer> {
    const port = await freePort();
    const binary = process.env.REDIS_SERVER_BIN || 'redis-server';
    // A subscriber that is slower than the publisher must not be cut off.
    const args = ['--appendonly', 'no', '--client-output-buffer-limit', 'pubsub', '0', '0', '0'];
    const child = await startServerProcess(binary, port, args);
    // It must not outlive us, whatever ends us.
    process.once('exit', () => child.kill('SIGKILL'));
    return new BenchServer(port, new Redis(port), child);
  }

  async version(): Promise<string> {
    const text = await this.client.info('server');
    return /(?:valkey|redis)_version:(\S+)/.exec(text)?.[1] ?? 'unknown';
  }

  /** CPU time and commands since the server started; the commands of this question are among them. */
  async work(): Promise<ServerWork> {
    const [cpu, commands] = await Promise.all([this.client.info('cpu'), this.client.info('commandstats')]);
    const seconds = numbersOf(cpu, /^used_cpu_(?:user|sys):([\d.]+)/gm);
    return {
      cpuInMicros: sum(seconds) * 1_000_000,
      // What scripts call counts too: it is work that the contestant asked for.
      commands: sum(numbersOf(commands, /^cmdstat_(?!info)[^:]+:calls=(\d+)/gm)),
    };
  }

  async stop(): Promise<void> {
    this.client.disconnect();
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}

function numbersOf(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map(([, number]) => Number(number));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
