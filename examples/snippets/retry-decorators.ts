import {
  ExponentialBackoffRetry,
  FixedDelayRetry,
  RedisListTrigger,
  RedisMessageModel,
} from 'redis-triggers';

// #region handler
@FixedDelayRetry(3, 500) // for all functions of the class that do not have their own
export class Notifications {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'texts' })
  async text(message: RedisMessageModel): Promise<void> {
    await deliver(message.message);
  }

  @ExponentialBackoffRetry(-1, 200, '00:01:00') // forever, from 200 ms up to a minute
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'letters' })
  async letter(message: RedisMessageModel): Promise<void> {
    await deliver(message.message);
  }
}
// #endregion handler

async function deliver(_text: string): Promise<void> {
  await Promise.resolve();
}
