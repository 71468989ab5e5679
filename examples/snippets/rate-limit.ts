import { RedisListTrigger, RedisMessageModel, RedisStreamTrigger } from 'redis-triggers';

const connection = 'redisLocalhost';

// #region list
export class Mails {
  // The provider takes 100 mails a minute, from all processes together.
  @RedisListTrigger({
    connection,
    key: 'mails',
    rateLimit: { messages: 100, perMs: 60_000, scope: 'fleet' },
  })
  async onMail(mail: RedisMessageModel): Promise<void> {
    await send(mail.message);
  }
}
// #endregion list

// #region stream
export class Lookups {
  @RedisStreamTrigger({ connection, key: 'lookups', rateLimit: { messages: 50, perMs: 1_000 } })
  async onLookup(lookup: RedisMessageModel): Promise<void> {
    await send(lookup.message);
  }
}
// #endregion stream

async function send(_text: string): Promise<void> {
  await Promise.resolve();
}
