import type { Redis } from 'ioredis';

/** The version of Redis that a server has, or says it is like: 6.2 for 6.2.14. */
export async function serverVersion(client: Redis): Promise<number> {
  const [, version = ''] = /redis_version:(\d+\.\d+)/.exec(await client.info('server')) ?? [];
  return Number(version);
}
