import type { Logger } from '../logging/logger.js';
import type { RedisClient } from '../redis/client/redis-client.js';

/** Warns of each thing that ioredis does otherwise than it is known to, once for all connections. */
export class IoredisWarnings {
  private readonly known = new Set<string>();

  constructor(private readonly logger: Logger) {}

  watch(client: Pick<RedisClient, 'onDifference'>): void {
    client.onDifference(({ code, place, message, problems }) => {
      const what = problems.map((problem) => problem.what).join();
      if (this.known.has(what)) return;
      this.known.add(what);
      this.logger.warn({ connection: place, code }, message);
    });
  }
}
