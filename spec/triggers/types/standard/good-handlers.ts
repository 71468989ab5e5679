import { z } from 'zod';
import {
  Context,
  createToken,
  type DeadLetter,
  defineChannel,
  defineList,
  defineStream,
  ExponentialBackoffRetry,
  FixedDelayRetry,
  Inject,
  Injectable,
  type InvocationContext,
  ListElement,
  type ListTriggerOptions,
  Message,
  type Middleware,
  OnDeadLetter,
  OnGap,
  Payload,
  RedisInput,
  RedisListTrigger,
  RedisMessageModel,
  RedisOutput,
  RedisPubSubTrigger,
  RedisStreamTrigger,
  StreamEntry,
  UseMiddleware,
} from '../../../../lib/index.js';

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

const CURRENCY = createToken<string>('currency');
const LIMIT = Symbol('limit');
const amount = z.object({ amount: z.string().transform(Number) });
interface Amount {
  readonly amount: number;
}
const orders = defineList(key, { connection, payload: Order, batch: true });
const plain = defineStream(key, { connection });
const news = defineChannel(channel, { connection, payload: amount });
const outgoing = defineList('out', { connection, payload: Order });
const pass: Middleware = (_context, next) => next();
const options: ListTriggerOptions = { connection, key, payload: Order };

/** Every handler that a runtime accepts compiles, as standard decorators. */
@UseMiddleware(pass)
@FixedDelayRetry(3, 100)
export class GoodHandlers {
  @RedisListTrigger({ connection, key })
  nothing(): void {}

  @RedisListTrigger({ connection, key })
  byPosition(_message: RedisMessageModel, _context: InvocationContext): void {}

  @RedisListTrigger({ connection, key, payload: Order })
  payload(_order: Order, _context?: InvocationContext): void {}

  @RedisStreamTrigger({ connection, key, payload: amount })
  schema(_amount: Amount): void {}

  @RedisListTrigger({ connection, key, batch: true })
  batch(_messages: readonly RedisMessageModel[]): void {}

  @RedisListTrigger({ connection, key, payload: Order, batch: true })
  payloads(_orders: Order[], _context: InvocationContext): void {}

  @RedisListTrigger({ connection, key })
  wide(_message: unknown, ..._rest: unknown[]): void {}

  @RedisListTrigger({ connection, key })
  generic<T>(_message: T, _like?: T): void {}

  @RedisListTrigger({ connection, key })
  withThis(this: GoodHandlers, _message: RedisMessageModel): void {}

  @RedisListTrigger({ connection, key })
  private hidden(_message: RedisMessageModel): void {}

  @RedisListTrigger({ connection, key, args: [Payload(amount), Context(), Inject(Shop)] })
  named(_amount: Amount, _context: InvocationContext, _shop: Shop): void {}

  @RedisListTrigger({ connection, key, payload: Order, args: [Inject(Shop), Payload()] })
  payloadSecond(_shop: Shop, _order: Order): void {}

  @RedisListTrigger({ connection, key, batch: true, args: [Message(ListElement), Payload(Order)] })
  named2(_elements: ListElement[], _orders: Order[]): void {}

  @RedisStreamTrigger({ connection, key, args: [Message(StreamEntry), Message(), Message(String)] })
  forms(_entry: StreamEntry, _model: RedisMessageModel, _text: string): void {}

  @RedisListTrigger({ connection, key, args: [Inject(CURRENCY), Inject(LIMIT), Inject('url')] })
  tokens(_currency: string, _limit: number, _url: string): void {}

  @RedisListTrigger({
    connection,
    key,
    args: [RedisInput({ command: 'GET a' }), RedisInput({ command: 'GET b', type: amount })],
  })
  inputs(_text?: string, _amount?: Amount): void {}

  @RedisListTrigger({ connection, key, args: [Context()] })
  optional(_context: InvocationContext, _more?: string, ..._rest: number[]): void {}

  @RedisListTrigger({ connection, key, args: [Message(), Context(), Inject(Shop)] })
  fewer(_message: RedisMessageModel): void {}

  @RedisListTrigger(options)
  variable(_order: Order): void {}

  @RedisListTrigger(orders)
  defined(_orders: Order[]): void {}

  @RedisListTrigger(orders, { batch: false, args: [Context(), Payload()] })
  overridden(_context: InvocationContext, _order: Order): void {}

  @RedisStreamTrigger(plain, { args: [Payload(Order)] })
  definedPlain(_order: Order): void {}

  @RedisPubSubTrigger(news)
  definedChannel(_amount: Amount): void {}

  @RedisListTrigger({ ConnectionString: 'c', Keys: 'k', Args: [Context()] })
  ported(_context: InvocationContext): void {}

  @ExponentialBackoffRetry(3, 100, 1_000)
  @UseMiddleware(pass)
  @RedisOutput(outgoing)
  @RedisListTrigger({ connection, key, payload: Order })
  @RedisStreamTrigger({ connection, key, payload: Order })
  several(order: Order): Promise<Order> {
    return Promise.resolve(order);
  }

  @OnDeadLetter()
  onDeadLetter(_letter: DeadLetter): void {}

  @OnGap()
  onGap(): void {}
}

@Injectable()
export class Service {
  static readonly inject = [Shop, CURRENCY, 'url'] as const;
  constructor(
    readonly shop: Shop,
    readonly currency: string,
    readonly url: string,
  ) {}
}

@Injectable()
export class WithOptional {
  static readonly inject = [Shop] as const;
  constructor(
    readonly shop: Shop,
    readonly currency?: string,
  ) {}
}

const onOrder = RedisListTrigger({ connection, key });

export class Stored {
  @onOrder
  on(_message: RedisMessageModel): void {}
}
