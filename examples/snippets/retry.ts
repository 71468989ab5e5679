import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';

// #region handler
export class Mails {
  @RedisListTrigger({
    connection: 'redisLocalhost',
    key: 'mails',
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: 5,
      minimumIntervalInMs: 200,
      maximumIntervalInMs: 10_000,
    },
  })
  async send(mail: RedisMessageModel): Promise<void> {
    await deliver(mail.message);
  }
}
// #endregion handler

async function deliver(_mail: string): Promise<void> {
  await Promise.resolve();
}
