import { z } from 'zod';
import {
  ChannelMessage,
  Context,
  defineChannel,
  defineList,
  defineStream,
  Inject,
  type InvocationContext,
  ListElement,
  Message,
  Payload,
  RedisListTrigger,
  RedisMessageModel,
  RedisPubSubTrigger,
  RedisStreamTrigger,
  StreamEntry,
  type ListTriggerOptions,
} from '../../../lib/index.js';

const connection = 'c';
const key = 'k';
const channel = 'c';

class Order {
  id!: number;
  total(): number {
    return this.id;
  }
}
class Shop {
  constructor(readonly url: string) {}
  accept(): void {}
}
class Config {
  url!: string;
}

const amount = z.object({ amount: z.string().transform(Number) });
interface Amount {
  readonly amount: number;
}
const orders = defineList(key, { connection, payload: Order, batch: true });
const plain = defineStream(key, { connection });
const news = defineChannel(channel, { connection, payload: amount });

const options: ListTriggerOptions = { connection, key, payload: Order };
const orderTrigger = (): MethodDecorator => RedisListTrigger({ connection, key });
const boundToShop = (): ParameterDecorator => Inject(Shop);

/** Every handler that a runtime accepts compiles. */
export class GoodHandlers {
  @RedisListTrigger({ connection, key })
  nothing(): void {}

  @RedisListTrigger({ connection, key })
  byType(
    _message: RedisMessageModel,
    _element: ListElement,
    _text: string,
    _context: InvocationContext,
  ): void {}

  @RedisListTrigger({ connection, key })
  services(_shop: Shop, _config: Config, ..._rest: unknown[]): void {}

  @RedisListTrigger({ connection, key })
  optional(_message?: RedisMessageModel, _bytes: Buffer = Buffer.alloc(0)): void {}

  @RedisListTrigger({ connection, key })
  wide(_message: unknown, _element: ListElement | StreamEntry): void {}

  @RedisListTrigger({ connection, key })
  generic<T>(_message: T, _like: T): void {}

  @RedisListTrigger({ connection, key })
  protected hidden(@Payload(amount) _amount: Amount): void {}

  @orderTrigger()
  wrapped(_message: RedisMessageModel, @boundToShop() _shop: Shop): void {}

  @RedisListTrigger({ connection, key, batch: true })
  batch(_messages: readonly RedisMessageModel[], @Message(ListElement) _elements: ListElement[]): void {}

  @RedisStreamTrigger({ connection, key, ...(options as object) })
  oneOrSeveral(@Message(StreamEntry) _entries: StreamEntry | StreamEntry[]): void {}

  @RedisListTrigger({ connection, key, payload: Order })
  payload(_order: Order): void {}

  @RedisListTrigger({ connection, key, payload: Order })
  payloadSecond(@Inject(Config) _config: Config, @Payload() _order: { id: number }): void {}

  @RedisListTrigger({ connection, key, payload: Order })
  validatedOnly(_text: string, _shop: Shop, @Context() _context: InvocationContext): void {}

  @RedisListTrigger({ connection, key, payload: Order, batch: true })
  payloads(@Payload() _orders: Order[]): void {}

  @RedisStreamTrigger({ connection, key, payload: amount, payloadField: 'json' })
  output(@Payload() _amount: Amount): void {}

  @RedisStreamTrigger({ connection, key, payload: z.array(z.number()) })
  arrayPayload(@Payload() _numbers: number[]): void {}

  @RedisStreamTrigger({ connection, key })
  own(@Payload(Order) _order: Order, @Inject('url') _url: string, @Inject(Shop) _shop: Shop): void {}

  @RedisListTrigger(options)
  variable(_order: Order[]): void {}

  @RedisListTrigger({ ...options, batch: true })
  spread(_orders: Order[]): void {}

  @RedisListTrigger(orders)
  defined(@Payload() _orders: Order[]): void {}

  @RedisListTrigger(orders, { batch: false, concurrency: 3 })
  overridden(@Payload() _order: Order): void {}

  @RedisStreamTrigger(plain)
  definedPlain(@Payload(Order) _order: Order): void {}

  @RedisPubSubTrigger(news)
  definedChannel(@Payload() _amount: Amount, _message: ChannelMessage): void {}

  @RedisListTrigger({ ConnectionString: 'c', Keys: 'k', MaxBatchSize: 3, Batch: true, Payload: Order })
  @RedisListTrigger({ connectionStringSetting: 'c', keys: 'k', listDirection: 'left', name: 'left' })
  ported(_orders: Order[]): void {}

  @RedisListTrigger({ connection, key, payload: Order, orderBy: { payload: (order: Order) => order.id } })
  @RedisStreamTrigger({ connection, key, deduplicate: { by: ({ message }) => message, forInMs: 3 } })
  several(_order: Order): void {}
}
