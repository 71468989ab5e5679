import { Redis } from 'ioredis';
import { redisUrl } from '../support/redis.js';

/** How many messages of one round reach a function; one more has a payload that is refused. */
export const invocationsPerRound = 8;

/** Writes messages of each kind, as the rest of a system would. */
export class Producer {
  readonly redis = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  private round = 0;

  constructor() {
    // Each round says by itself when it could not be written.
    this.redis.on('error', () => undefined);
  }

  /** Resolves when commands can be sent. */
  async whenReady(): Promise<void> {
    if (this.redis.status === 'ready') return;
    await new Promise((resolve) => this.redis.once('ready', resolve));
  }

  async produceRound(): Promise<void> {
    this.round += 1;
    const { redis, round } = this;
    await redis.publish('demo:news', `headline ${round}`);
    await redis.publish(`demo:weather:${round % 2 ? 'oslo' : 'rome'}`, `${10 + (round % 15)} degrees`);
    await redis.set('demo:session', `visitor ${round}`);
    await redis.del('demo:session');
    await redis.rpush('demo:orders', order('tea', round), order('coffee', 1), order('nothing', 0));
    await redis.xadd('demo:audit', '*', 'user', 'ada', 'action', 'login', 'round', round);
    await redis.xadd('demo:audit', '*', 'user', 'bob', 'action', 'logout', 'round', round);
  }

  close(): void {
    this.redis.disconnect();
  }
}

function order(article: string, quantity: number): string {
  return JSON.stringify({ article, quantity });
}
