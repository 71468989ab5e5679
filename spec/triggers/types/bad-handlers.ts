import { z } from 'zod';
import {
  ChannelMessage,
  defineList,
  defineStream,
  Inject,
  ListElement,
  Message,
  Payload,
  RedisListTrigger,
  RedisMessageModel,
  RedisPubSubTrigger,
  RedisStreamTrigger,
  StreamEntry,
} from '../../../lib/index.js';

const connection = 'c';
const key = 'k';

class Order {
  id!: number;
  total(): number {
    return this.id;
  }
}
class Invoice {
  number!: string;
}
class Shop {
  accept(): void {}
}

const amount = z.object({ amount: z.string().transform(Number) });
const orders = defineList(key, { connection, payload: Order });
const batches = defineStream(key, { connection, payload: amount, batch: true });

/** What stands behind each `@ts-expect-error` is in what the compiler says about the next line. */
export class BadHandlers {
  // @ts-expect-error: a list trigger never gives this form of the message
  @RedisListTrigger({ connection, key })
  entryOfList(_entry: StreamEntry): void {}

  // @ts-expect-error: a list trigger never gives this form of the message
  @RedisListTrigger({ ConnectionString: 'c', Key: key })
  entriesOfPortedList(_text: string, _entries?: StreamEntry[]): void {}

  // @ts-expect-error: a stream trigger never gives this form of the message
  @RedisStreamTrigger({ connection, key })
  elementOfStream(_element: ListElement): void {}

  // @ts-expect-error: a pubsub trigger never gives this form of the message
  @RedisPubSubTrigger({ connection, channel: 'c' })
  elementOfChannel(_element: ListElement): void {}

  // @ts-expect-error: a list trigger never gives this form of the message
  @RedisListTrigger(orders)
  messageOfDefinedList(_message: ChannelMessage): void {}

  // @ts-expect-error: with batch: true, messages come as an array
  @RedisListTrigger({ connection, key, batch: true })
  oneOfBatch(_message: RedisMessageModel): void {}

  // @ts-expect-error: with batch: true, messages come as an array
  @RedisStreamTrigger(batches)
  oneOfDefinedBatch(_entry: StreamEntry): void {}

  // @ts-expect-error: an array of messages comes only with batch: true
  @RedisListTrigger({ connection, key })
  severalWithoutBatch(_elements: readonly ListElement[]): void {}

  // @ts-expect-error: an array of messages comes only with batch: true
  @RedisPubSubTrigger({ connection, channel: 'c' })
  severalOfChannel(_messages: RedisMessageModel[]): void {}

  // @ts-expect-error: an array of messages comes only with batch: true
  @RedisStreamTrigger(batches, { batch: false })
  severalOfOverridden(_entries: StreamEntry[]): void {}

  // @ts-expect-error: with batch: true, payloads come as an array
  @RedisListTrigger({ connection, key, payload: Order, batch: true })
  onePayloadOfBatch(_order: Order): void {}

  // @ts-expect-error: an array of payloads comes only with batch: true
  @RedisListTrigger({ connection, key, payload: Order })
  severalPayloads(_orders: Order[]): void {}

  // @ts-expect-error: the first parameter cannot take what the payload type gives
  @RedisListTrigger({ connection, key, payload: Order })
  otherClass(@Payload() _invoice: Invoice): void {}

  // @ts-expect-error: the first parameter cannot take what the payload type gives
  @RedisStreamTrigger({ connection, key, payload: amount })
  inputOfSchema(@Payload() _amount: { amount: string }): void {}

  // @ts-expect-error: the first parameter cannot take what the payload type gives
  @RedisPubSubTrigger({ connection, channel: 'c', payload: amount })
  number(@Payload() _amount: number): void {}

  // @ts-expect-error: the first parameter cannot take what the payload type gives
  @RedisListTrigger(orders)
  otherThanDefined(_invoice: Invoice): void {}

  @RedisListTrigger({ connection, key })
  // @ts-expect-error: the parameter cannot take what it is bound to
  otherParameter(_text: string, @Payload(amount) _amount: { amount: string }): void {}

  @RedisListTrigger({ connection, key })
  // @ts-expect-error: the parameter cannot take what it is bound to
  otherForm(@Message(ListElement) _text: string): void {}

  @RedisListTrigger({ connection, key })
  // @ts-expect-error: the parameter cannot take what it is bound to
  otherService(@Inject(Shop) _shop: Date): void {}

  // @ts-expect-error: parameter 2 is given nothing: add it to args
  @RedisListTrigger({ connection, key, args: [Payload(Order)] })
  missingArgument(_order: Order, _shop: Shop): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisListTrigger({ connection, key, batch: true, args: [Payload(Order)] })
  onePayloadByName(_order: Order): void {}

  // @ts-expect-error: a list trigger never gives this form of the message
  @RedisListTrigger({ connection, key, args: [Message(StreamEntry)] })
  entryByName(_entry: StreamEntry): void {}

  // @ts-expect-error: Type 'string' is not assignable to type 'AnyMethod'
  @RedisListTrigger({ connection, key })
  get accessor(): string {
    return '';
  }

  // @ts-expect-error: 'cuont' does not exist in type
  @RedisListTrigger({ connection, key, cuont: 3 })
  misspelt(): void {}

  // @ts-expect-error: Property 'key' is missing
  @RedisListTrigger({ connection })
  withoutKey(): void {}
}
