import { Cluster } from 'ioredis';
import type { RedisCluster } from './redis-cluster.js';
import { realTime } from './real-time.js';

/** A client of a spec's own, which takes no reply for lost and sends nothing twice. */
export function clusterClient(cluster: RedisCluster): Cluster {
  const client = new Cluster(cluster.endpoints, {
    slotsRefreshInterval: 500,
    retryDelayOnFailover: 0,
    redisOptions: { commandTimeout: 5_000 },
  });
  client.on('error', () => undefined);
  return client;
}

/** Writes numbered texts to lists and streams, and remembers which of them the cluster acknowledged. */
export class ClusterLoad {
  /** What was acknowledged, and what may have been written although no acknowledgement came. */
  readonly acknowledged = { lists: [] as string[], reliable: [] as string[], streams: [] as string[] };
  private next = 0;

  constructor(
    private readonly client: Cluster,
    /** The keys of lists, of lists at least once, and of streams. */
    private readonly keys: { readonly [Group in keyof ClusterLoad['acknowledged']]: readonly string[] },
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
      await realTime(2);
    }
  }

  private async produceOnce(): Promise<void> {
    const number = this.next++;
    const groups = ['lists', 'reliable', 'streams'] as const;
    const writes = groups.flatMap((group) => this.keys[group].map((key) => this.write(group, key, number)));
    await Promise.allSettled(writes);
  }

  private async write(group: keyof ClusterLoad['acknowledged'], key: string, number: number): Promise<void> {
    const text = `${key} ${number}`;
    if (group === 'streams') await this.client.xadd(key, '*', 'text', text);
    else await this.client.rpush(key, text);
    this.acknowledged[group].push(text);
  }
}
