import 'reflect-metadata';
import { container, Lifecycle, scoped, singleton } from 'tsyringe';
import { createRuntime, RedisListTrigger, RedisMessageModel } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';

// #region handler
/** One for the whole program. */
@singleton()
class Ledger {
  readonly lines: string[] = [];
}

/** One for each attempt. It injects the message, and whatever is disposable is disposed of at the end. */
@scoped(Lifecycle.ContainerScoped)
class Receipt {
  constructor(
    private readonly ledger: Ledger,
    private readonly message: RedisMessageModel,
  ) {}

  add(text: string): void {
    this.ledger.lines.push(`${this.message.message}: ${text}`);
  }

  dispose(): void {
    this.ledger.lines.push(`${this.message.message}: closed`);
  }
}

@scoped(Lifecycle.ContainerScoped)
class Cashier {
  constructor(private readonly receipt: Receipt) {}

  @RedisListTrigger({ connection: 'redisLocalhost', key: 'example08:sales' })
  onSale(_sale: RedisMessageModel, sameReceipt: Receipt): void {
    this.receipt.add('paid');
    sameReceipt.add(this.receipt === sameReceipt ? 'same receipt' : 'another receipt');
  }
}
// #endregion handler

const ledger = container.resolve(Ledger);

const redis = await openRedis();
await redis.del('example08:sales');
const runtime = await createRuntime({ handlers: [Cashier], connections: { redisLocalhost: redisUrl } });
await runtime.start();

for (const sale of ['apples', 'pears']) {
  const before = ledger.lines.length;
  await redis.rpush('example08:sales', sale);
  await eventually(() => ledger.lines.length === before + 3);
}
await runtime.stop();
redis.disconnect();
console.log(ledger.lines.join('\n'));
