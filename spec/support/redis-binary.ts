import { spawnSync } from 'node:child_process';

/** The server binary that specs start: `REDIS_SERVER_BIN`, else `redis-server` on the PATH. */
export const redisServerBinary = process.env.REDIS_SERVER_BIN || 'redis-server';

/** What `redis-server --version` says, or undefined where there is no server to start. */
export const redisServerVersion: string | undefined = findVersion();

function findVersion(): string | undefined {
  const { status, stdout } = spawnSync(redisServerBinary, ['--version'], { encoding: 'utf8' });
  return status === 0 ? /v=([\d.]+)/.exec(stdout)?.[1] : undefined;
}
