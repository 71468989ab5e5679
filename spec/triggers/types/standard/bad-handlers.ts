import { z } from 'zod';
import {
  Context,
  createToken,
  type DeadLetter,
  defineList,
  Inject,
  Injectable,
  type InvocationContext,
  ListElement,
  Message,
  OnDeadLetter,
  Payload,
  RedisInput,
  RedisListTrigger,
  RedisMessageModel,
  RedisOutput,
  RedisPubSubTrigger,
  RedisStreamTrigger,
  StreamEntry,
} from '../../../../lib/index.js';

const connection = 'c';
const key = 'k';

class Order {
  id!: number;
}
class Shop {
  readonly url = '';
  accept(): void {}
}

const CURRENCY = createToken<string>('currency');
const amount = z.object({ amount: z.string().transform(Number) });
const orders = defineList(key, { connection, payload: Order });

/** What stands behind each `@ts-expect-error` is in what the compiler says about the next line. */
export class BadHandlers {
  // @ts-expect-error: a list trigger never gives this form of the message
  @RedisListTrigger({ connection, key })
  entryOfList(_entry: StreamEntry): void {}

  // @ts-expect-error: a list trigger never gives this form of the message
  @RedisListTrigger({ connection, key, args: [Message(StreamEntry)] })
  entryByName(_entry: StreamEntry): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisListTrigger({ connection, key })
  text(_text: string): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisListTrigger({ connection, key })
  elementByPosition(_element: ListElement): void {}

  // @ts-expect-error: parameter 2 cannot take what it is given
  @RedisListTrigger({ connection, key })
  signal(_message: RedisMessageModel, _signal: AbortSignal): void {}

  // @ts-expect-error: parameter 3 is given nothing: add it to args
  @RedisListTrigger({ connection, key })
  third(_message: RedisMessageModel, _context: InvocationContext, _shop: Shop): void {}

  // @ts-expect-error: with batch: true, messages come as an array
  @RedisListTrigger({ connection, key, batch: true })
  oneOfBatch(_message: RedisMessageModel): void {}

  // @ts-expect-error: with batch: true, payloads come as an array
  @RedisListTrigger({ connection, key, payload: Order, batch: true })
  onePayloadOfBatch(_order: Order): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisListTrigger({ connection, key, payload: Order })
  modelOfPayload(_message: RedisMessageModel): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisListTrigger(orders, { args: [Context(), Payload()] })
  swapped(_order: Order, _context: InvocationContext): void {}

  // @ts-expect-error: parameter 2 is given nothing: add it to args
  @RedisListTrigger({ connection, key, args: [Payload(Order)] })
  missing(_order: Order, _shop: Shop): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisStreamTrigger({ connection, key, args: [Payload(amount)] })
  inputOfSchema(_amount: { amount: string }): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisPubSubTrigger({ connection, channel: 'c', args: [Inject(Shop)] })
  otherService(_shop: Date): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisListTrigger({ connection, key, args: [Inject(CURRENCY)] })
  otherToken(_currency: number): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisListTrigger({ connection, key, args: [RedisInput({ command: 'GET a' })] })
  perhapsMissing(_text: string): void {}

  // @ts-expect-error: parameter 1 cannot take what it is given
  @RedisListTrigger({ connection, key, batch: true, args: [Payload(Order)] })
  onePayloadByName(_order: Order): void {}

  // @ts-expect-error: a parameter from 2 on cannot take what it is given
  @RedisListTrigger({ connection, key, args: [Message(), Context()] })
  optional(_message: RedisMessageModel, _more?: string): void {}

  // @ts-expect-error: is not assignable to type 'Binding
  @RedisListTrigger({ connection, key, args: [Payload] })
  notCalled(): void {}

  // @ts-expect-error: Type 'true' is not assignable to type 'false'
  @RedisListTrigger({ connection, key })
  static onClass(_message: RedisMessageModel): void {}

  // @ts-expect-error: Type 'true' is not assignable to type 'false'
  @RedisListTrigger({ connection, key })
  // eslint-disable-next-line no-unused-private-class-members -- only its decorator is looked at
  #hidden(_message: RedisMessageModel): void {}

  // @ts-expect-error: Argument of type 'undefined' is not assignable
  @RedisListTrigger({ connection, key })
  field = 3;

  // @ts-expect-error: is not assignable to
  @RedisListTrigger({ connection, key })
  get accessor(): string {
    return '';
  }

  // @ts-expect-error: is not assignable to
  @OnDeadLetter()
  onNumber(_letter: number): void {}

  @OnDeadLetter()
  onLetter(_letter: DeadLetter): void {}

  // @ts-expect-error: is not assignable to
  @RedisOutput(orders)
  @RedisListTrigger({ connection, key })
  returnsText(): string {
    return '';
  }

  // @ts-expect-error: 'cuont' does not exist in type
  @RedisListTrigger({ connection, key, cuont: 3 })
  misspelt(): void {}

  // @ts-expect-error: Decorators are not valid here
  private constructor(@Inject(Shop) readonly shop: Shop) {}
}

// @ts-expect-error: is not assignable to
@Injectable()
export class WrongOrder {
  static readonly inject = [CURRENCY, Shop] as const;
  constructor(
    readonly shop: Shop,
    readonly currency: string,
  ) {}
}

// @ts-expect-error: is not assignable to
@Injectable()
export class MissingEntry {
  static readonly inject = [Shop] as const;
  constructor(
    readonly shop: Shop,
    readonly currency: string,
  ) {}
}

// @ts-expect-error: is not assignable to
@Injectable()
export class WithoutList {
  constructor(readonly shop: Shop) {}
}

// @ts-expect-error: is not assignable to
@RedisListTrigger({ connection, key })
export class TriggerOnClass {}
