import { Payload, RedisListTrigger } from 'redis-triggers';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import type { Database } from './outbox.js';

// #region recipe
const Visit = z.object({ page: z.string(), at: z.string() });

@injectable()
export class Visits {
  constructor(@inject('database') private readonly database: Database) {}

  @RedisListTrigger({
    connection: 'redisLocalhost',
    key: 'visits',
    delivery: 'atLeastOnce',
    batch: true,
    count: 500,
    payload: Visit,
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumIntervalInMs: 100,
      maximumIntervalInMs: 10_000,
    },
  })
  async onVisits(@Payload() visits: z.infer<typeof Visit>[]): Promise<void> {
    await this.database.query(
      'insert into visits (page, at) select * from unnest($1::text[], $2::timestamptz[])',
      [visits.map(({ page }) => page), visits.map(({ at }) => at)],
    );
  }
}
// #endregion recipe
