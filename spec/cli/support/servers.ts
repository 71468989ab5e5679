import { Redis } from 'ioredis';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';

/** A Redis that commands in other processes can reach. */
export interface ReachableRedis {
  readonly url: string;
  readonly client: Redis;
}

/** Describes a suite once on the fake, listening on a port, and once on a real server. */
export function describeOnServers(title: string, body: (redis: ReachableRedis) => void): void {
  describeOn(`${title} (the fake)`, fake, true, body);
  describeOn(`${title} (Redis ${redisServerVersion ?? ''})`, real, isReal, body);
}

/** Describes a suite that says the same of every server on one alone: a real one, where there is one. */
export function describeOnServer(title: string, body: (redis: ReachableRedis) => void): void {
  describeOn(title, isReal ? real : fake, true, body);
}

const isReal = redisServerVersion !== undefined;

const fake = async (): Promise<Started> => {
  const redis = new FakeRedis();
  const { port } = await redis.listen(0);
  return { url: `redis://127.0.0.1:${port}`, stop: () => redis.close() };
};

const real = async (): Promise<Started> => {
  const server = await RedisServer.start();
  return { url: server.url, stop: () => server.stop() };
};

interface Started {
  readonly url: string;
  stop(): Promise<void>;
}

function describeOn(
  title: string,
  start: () => Promise<Started>,
  isThere: boolean,
  body: (redis: ReachableRedis) => void,
): void {
  (isThere ? describe : describe.skip)(title, () => {
    let started: Started;
    let client: Redis;
    before(async () => {
      started = await start();
      client = new Redis(started.url);
      client.on('error', () => undefined);
    });
    afterEach(() => client.flushall());
    after(async () => {
      client.disconnect();
      await started.stop();
    });
    body({
      get url() {
        return started.url;
      },
      get client() {
        return client;
      },
    });
  });
}
