import { Worker, type ConnectionOptions } from 'bullmq';
import { defineList, ExponentialBackoffRetry, Payload, RedisListTrigger, type Sender } from 'redis-triggers';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';

type Deliver = (user: string, text: string) => Promise<void>;

// #region after
const Mail = z.object({ user: z.string(), text: z.string() });
type Mail = z.infer<typeof Mail>;

export const mails = defineList('mails', { connection: 'redisLocalhost', payload: Mail });

export async function welcome(sender: Sender, user: string): Promise<void> {
  await sender.push(mails, { user, text: 'welcome' }, { delayInMs: 60_000 });
}

@injectable()
export class Mails {
  constructor(@inject('deliver') private readonly deliver: Deliver) {}

  @ExponentialBackoffRetry(3, 1_000, 60_000)
  @RedisListTrigger(mails, {
    delivery: 'atLeastOnce',
    concurrency: 10,
    rateLimit: { messages: 100, perMs: 60_000, scope: 'fleet' },
  })
  async onMail(@Payload() { user, text }: Mail): Promise<void> {
    await this.deliver(user, text);
  }
}
// #endregion after

// #region bridge
/** In place of the old worker: what is still in the queue, or comes from old senders, goes to the list. */
export const passOn = (connection: ConnectionOptions, sender: Sender): Worker<Mail> =>
  new Worker<Mail>('mails', (job) => sender.push(mails, job.data), { connection });
// #endregion bridge
