import { Payload, RedisStreamTrigger, StreamEntry, Message } from 'redis-triggers';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import type { Database } from './outbox.js';

// #region recipe
const Transfer = z.object({ account: z.string(), amount: z.number() });

@injectable()
export class Transfers {
  constructor(@inject('database') private readonly database: Database) {}

  @RedisStreamTrigger({
    connection: 'redisLocalhost',
    key: 'transfers',
    payload: Transfer,
    payloadField: 'json',
  })
  async onTransfer(
    @Payload() { account, amount }: z.infer<typeof Transfer>,
    @Message(StreamEntry) { id }: StreamEntry,
  ): Promise<void> {
    // One statement is one transaction: an entry that comes again finds its id, and changes nothing.
    await this.database.query(
      `with fresh as (insert into handled (id) values ($1) on conflict do nothing returning id)
       update accounts set balance = balance + $2 where name = $3 and exists (select from fresh)`,
      [id, amount, account],
    );
  }
}
// #endregion recipe
