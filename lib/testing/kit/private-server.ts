import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { startServerProcess } from './server-process.js';

/** A real server that nobody else uses. */
export interface PrivateServer {
  readonly port: number;
  /** Makes it as it was, and lends it to the next test. */
  release(): Promise<void>;
}

type Settings = Readonly<Record<string, string>>;

interface OwnServer {
  readonly port: number;
  readonly process: ChildProcess;
  readonly settings: Settings;
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
      try {
        await withClient(server.port, (client) => restore(client, server.settings));
        idle.push(server);
      } catch {
        // A test may have ended it, or shut us out; the next one gets another.
        server.process.kill('SIGKILL');
      }
    },
  };
}

async function startOwn(): Promise<OwnServer> {
  const port = await freePort();
  const child = await startServerProcess(process.env.REDIS_SERVER_BIN || 'redis-server', port, [
    '--appendonly',
    'no',
  ]);
  // It must not keep the test runner alive, nor outlive it.
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as { unref?: () => void } | null)?.unref?.();
  process.once('exit', () => child.kill('SIGKILL'));
  return { port, process: child, settings: await withClient(port, readSettings) };
}

async function withClient<Result>(port: number, use: (client: Redis) => Promise<Result>): Promise<Result> {
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    client.disconnect();
  }
}

async function restore(client: Redis, settings: Settings): Promise<void> {
  const present = await readSettings(client);
  for (const [name, value] of Object.entries(settings)) {
    if (present[name] !== value) await client.config('SET', name, value);
  }
  await client.flushall();
}

async function readSettings(client: Redis): Promise<Settings> {
  const pairs = await client.config('GET', '*');
  return Object.fromEntries(
    pairs.flatMap((name, index) => (index % 2 ? [] : [[name, pairs[index + 1] ?? '']])),
  );
}
