import {
  Context,
  createRuntime,
  createToken,
  type DeadLetter,
  defineList,
  ExponentialBackoffRetry,
  FixedDelayRetry,
  Inject,
  Injectable,
  InvocationContext,
  ListElement,
  Message,
  OnDeadLetter,
  OnGap,
  Payload,
  RedisInput,
  RedisListTrigger,
  RedisMessageModel,
  RedisOutput,
  RedisPubSubTrigger,
  RedisStreamTrigger,
  RedisTriggersError,
  StreamEntry,
  UseMiddleware,
} from 'redis-triggers';
import { createTestRuntime } from 'redis-triggers/testing';
import { singleton } from 'tsyringe';
import { around, lines, Order, Parent, say } from './parent.js';

const CURRENCY = createToken<string>('currency');
const connection = 'c';
const invoices = defineList('invoices', { connection, payload: Order });
const batches = defineList('batches', { connection, payload: Order, batch: true });

@Injectable()
class Shop {
  static readonly inject = [CURRENCY] as const;
  constructor(readonly currency: string) {}
}

@singleton()
@Injectable()
class Counter {
  static readonly inject = [Shop, CURRENCY] as const;
  counted = 0;
  constructor(
    readonly shop: Shop,
    readonly currency: string,
  ) {}
}

@UseMiddleware(around('Orders'))
@FixedDelayRetry(1, 1)
@Injectable()
class Orders extends Parent {
  static readonly inject = [Counter] as const;
  #failed = false;

  constructor(private readonly counter: Counter) {
    super();
  }

  override overridden(order: Order): void {
    say(`Orders.overridden ${order.article}`);
  }

  @RedisListTrigger({ connection, key: 'redecorated', args: [Payload(Order)] })
  override redecorated(order: Order | RedisMessageModel): void {
    say(`Orders.redecorated ${JSON.stringify(order)}`);
  }

  @UseMiddleware(around('onOrder'))
  @RedisListTrigger({
    connection,
    key: 'orders',
    args: [
      Payload(Order),
      Context(),
      Inject(Shop),
      RedisInput({ command: 'GET stock:{article}', type: Number }),
    ],
  })
  onOrder(order: Order, { attempt }: InvocationContext, shop: Shop, left?: number): void {
    this.counter.counted += 1;
    say(
      `onOrder ${order.article} attempt ${attempt} in ${shop.currency}, ${left} left, ${this.counter.counted}`,
    );
    if (this.#failed) return;
    this.#failed = attempt === 1;
    if (attempt === 1) throw new Error('the first attempt fails');
  }

  @RedisOutput(invoices)
  @RedisStreamTrigger({ connection, key: 'entries', args: [Message(StreamEntry), Message(String)] })
  onEntry(entry: StreamEntry, text: string): Order {
    say(`onEntry ${entry.fields.length} fields, ${text}`);
    return { id: 7, article: 'invoice' };
  }

  @RedisListTrigger(invoices, { args: [Payload()] })
  protected onInvoice(order: Order): void {
    say(`onInvoice ${order.article}`);
  }

  @RedisListTrigger(batches)
  onBatch(orders: Order[]): void {
    say(`onBatch ${orders.map(({ article }) => article).join()}`);
  }

  @RedisListTrigger({ connection, key: 'elements', batch: true, args: [Message(ListElement)] })
  onElements(elements: ListElement[]): void {
    say(`onElements ${elements.map(({ body }) => body.toString()).join()}`);
  }

  @RedisPubSubTrigger({ connection, channel: 'news' })
  onNews(message: RedisMessageModel, context: InvocationContext): void {
    say(`onNews ${message.message} for ${context.functionId}`);
  }

  @ExponentialBackoffRetry(0, 1, 1)
  @RedisListTrigger({ connection, key: 'bad', name: 'second', args: [] })
  @RedisListTrigger({ connection, key: 'worse', name: 'first', args: [] })
  onBad(): void {
    throw new Error('it always fails');
  }

  @OnDeadLetter()
  onDeadLetter(letter: DeadLetter): void {
    say(`onDeadLetter of ${letter.functionId}`);
  }

  @OnGap()
  onGap(): void {
    say('never');
  }
}

/** Handles what is sent to one function, and prints what that said, so that nothing runs beside it. */
async function run(): Promise<void> {
  await using test = await createTestRuntime({
    handlers: [Orders],
    redis: 'fake',
    overrides: [[CURRENCY, 'EUR']],
  });
  for (const { id, kind, method, parameters, middleware, retry } of test.runtime.functions) {
    // A handler whose parameters are bound by position is given two, however many it has.
    const { length } = Reflect.get(Orders.prototype, method) as { readonly length: number };
    const froms = parameters.slice(0, length).map(({ from }) => from);
    console.log(
      `${id}: ${kind} (${froms.join()}), ${middleware.length} around, ${retry?.maxRetryCount} retries`,
    );
  }
  await test.redis.set('stock:tea', '3');
  const tea = JSON.stringify({ id: 1, article: 'tea' });
  const sends = [
    () => test.push('kept', 'x'),
    () => test.push('overridden', tea),
    () => test.push('of parent', tea),
    () => test.push('redecorated', tea),
    () => test.push('orders', tea),
    () => test.add('entries', { a: '1' }),
    () => test.push('batches', tea),
    () => test.push('elements', 'one'),
    () => test.publish('news', 'x'),
    () => test.push('bad', 'x'),
  ];
  for (const send of sends) {
    await send();
    await test.settled();
    for (const line of lines.splice(0)) console.log(line);
  }
}

/** What no compiler should let through, but JavaScript and tools that check no types do. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- stands where its type would not
const unchecked = (key: string, args?: unknown): any =>
  RedisListTrigger({ connection, key, ...({ args } as object) });

class Wrong {
  @unchecked('static')
  static onClass(): void {}

  @unchecked('accessor')
  get accessor(): string {
    return '';
  }

  @unchecked('field')
  field = 3;

  @FixedDelayRetry(1, 1)
  withoutTrigger(): void {}

  @unchecked('k', [Payload])
  notCalled(): void {}

  @unchecked('k', [Context()])
  tooFew(_context: InvocationContext, _shop: Shop): void {}

  @unchecked('k', [Message(StreamEntry)])
  otherForm(_entry: StreamEntry): void {}
}

async function tell(): Promise<void> {
  try {
    await createRuntime({ handlers: [Wrong], connections: { c: '127.0.0.1:1' }, logger: false });
  } catch (error) {
    if (!(error instanceof RedisTriggersError)) throw error;
    for (const { code, place, what } of error.problems) console.log(`${code} ${place} ${what}`);
  }
}

await run();
await tell();
