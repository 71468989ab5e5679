import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { startServerProcess } from './server-process.js';

/** A real server that nobody else uses. */
export interface PrivateServer {
  readonly port: number;
  /** Empties it, and lends it to the next test. */
  release(): Promise<void>;
}

interface OwnServer {
  readonly port: number;
  readonly process: ChildProcess;
}

const idle: OwnServer[] = [];

/**
 * A real Redis server for one test: one that an earlier test has done with, else a new one. The binary is
 * `REDIS_SERVER_BIN`, else `redis-server` on the PATH. The servers end with this process.
 */
export async function borrowServer(): Promise<PrivateServer> {
  const server = idle.pop() ?? (await startOwn());
  return {
    port: server.port,
    async release() {
      const client = new Redis(server.port, '127.0.0.1');
      await client.flushall();
      client.disconnect();
      idle.push(server);
    },
  };
}

async function startOwn(): Promise<OwnServer> {
  const port = await freePort();
  const child = await startServerProcess(process.env.REDIS_SERVER_BIN ?? 'redis-server', port, [
    '--appendonly',
    'no',
  ]);
  // It must not keep the test runner alive, nor outlive it.
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as { unref?: () => void } | null)?.unref?.();
  process.once('exit', () => child.kill('SIGKILL'));
  return { port, process: child };
}
