import { FakeRedis, type FakeRedisOptions } from '../../lib/testing/fake/fake-redis.js';
import { RedisServer } from '../support/redis-server.js';
import { FakeOpponent, RealOpponent } from './opponents.js';
import type { RawClient } from './raw-client.js';

/** A client of a real server, and one of a fake. */
export interface ClientPair {
  readonly real: RawClient;
  readonly simulated: RawClient;
  /** Closes both, and ends their servers. */
  close(): Promise<void>;
}

/** Starts a real server and a fake of this version, and connects to both. */
export async function openClientPair(version: NonNullable<FakeRedisOptions['version']>): Promise<ClientPair> {
  const server = await RedisServer.start();
  const fake = new FakeRedis({ version });
  const real = await new RealOpponent(server.port).connect();
  const simulated = await new FakeOpponent(fake).connect();
  return {
    real,
    simulated,
    async close() {
      real.close();
      simulated.close();
      await fake.close();
      await server.stop();
    },
  };
}
