import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';

// #region recipe
export class Mails {
  // The provider takes 100 mails a minute, from all processes together.
  @RedisListTrigger({
    connection: 'redisLocalhost',
    key: 'mails',
    delivery: 'atLeastOnce',
    rateLimit: { messages: 100, perMs: 60_000, scope: 'fleet' },
  })
  async onMail(mail: RedisMessageModel): Promise<void> {
    await sendMail(mail.message);
  }
}
// #endregion recipe

async function sendMail(_text: string): Promise<void> {
  await Promise.resolve();
}
