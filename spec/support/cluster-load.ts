import { Cluster } from 'ioredis';
import type { RedisCluster } from './redis-cluster.js';

/** A client of a spec's own, which takes no reply for lost and sends nothing twice. */
export function clusterClient(cluster: RedisCluster): Cluster {
  const client = new Cluster(cluster.endpoints, {
    slotsRefreshInterval: 500,
    retryDelayOnFailover: 0,
    redisOptions: { commandTimeout: 1_000 },
  });
  client.on('error', () => undefined);
  return client;
}

/** Writes numbered texts to lists and streams, and remembers which of them the cluster acknowledged. */
export class ClusterLoad {
  /** What was acknowledged, and what may have been written although no acknowledgement came. */
  readonly acknowledged = { lists: [] as string[], streams: [] as string[] };
  private next = 0;

  constructor(
    private readonly client: Cluster,
    private readonly lists: readonly string[],
    private readonly streams: readonly string[],
  ) {}

  /** Writes to each key, so often. */
  async produce(times: number): Promise<void> {
    for (let count = 0; count < times; count++) await this.produceOnce();
  }

  /** Goes on until the signal is aborted, whatever fails. */
  async produceUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.produceOnce();
      // A pace, so that the load leaves the processor to what it is a load for.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  private async produceOnce(): Promise<void> {
    const number = this.next++;
    const pushes = this.lists.map(async (key) => {
      await this.client.rpush(key, `${key} ${number}`);
      this.acknowledged.lists.push(`${key} ${number}`);
    });
    const adds = this.streams.map(async (key) => {
      await this.client.xadd(key, '*', 'text', `${key} ${number}`);
      this.acknowledged.streams.push(`${key} ${number}`);
    });
    await Promise.allSettled([...pushes, ...adds]);
  }
}
