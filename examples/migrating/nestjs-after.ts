import { defineChannel, Payload, RedisPubSubTrigger, Sender } from 'redis-triggers';
import { injectable } from 'tsyringe';
import { z } from 'zod';

export const handled: string[] = [];

// #region after
const connection = 'redisLocalhost';

/** What the transport publishes: the channel is the pattern, and the message an envelope in JSON. */
const OrderPlaced = z.object({ data: z.object({ id: z.number() }) });
const PriceAsked = z.object({ id: z.string(), data: z.string() });
const answers = defineChannel('price.reply', { connection });

@injectable()
export class Shop {
  constructor(private readonly sender: Sender) {}

  /** One of the processes handles it, where the transport let each of them do so. */
  @RedisPubSubTrigger({ connection, channel: 'order.placed', payload: OrderPlaced, exclusive: true })
  onOrder(@Payload() { data }: z.infer<typeof OrderPlaced>): void {
    handled.push(`order ${data.id}`);
  }

  /** Answers clients of NestJS that still call `client.send('price', …)`. */
  @RedisPubSubTrigger({ connection, channel: 'price', payload: PriceAsked, exclusive: true })
  async price(@Payload() { id, data: article }: z.infer<typeof PriceAsked>): Promise<void> {
    await this.sender.publish(answers, JSON.stringify({ id, response: article.length, isDisposed: true }));
  }
}
// #endregion after
