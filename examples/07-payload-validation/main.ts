import { Type } from 'class-transformer';
import { IsInt, IsString, Min, ValidateNested } from 'class-validator';
import { createRuntime, Payload, RedisListTrigger } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';

let handled = 0;

// #region handler
class Line {
  @IsString()
  article!: string;

  @IsInt()
  @Min(1)
  quantity!: number;
}

class Order {
  @IsString()
  customer!: string;

  @ValidateNested({ each: true })
  @Type(() => Line)
  lines!: Line[];
}

class Orders {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'example07:orders' })
  accept(@Payload() order: Order): void {
    const lines = order.lines.map(({ quantity, article }) => `${quantity} x ${article}`);
    console.log(`accepted: ${lines.join(', ')} for ${order.customer}`);
    handled += 1;
  }
}
// #endregion handler

const deadLetters = '{example07:orders}:dead-letter:Orders.accept';

const redis = await openRedis();
await redis.del('example07:orders', deadLetters);
// A bad message is logged as an error; this example shows it by its dead letter instead.
const connections = { redisLocalhost: redisUrl };
const runtime = await createRuntime({ handlers: [Orders], connections, logger: false });
await runtime.start();

const messages = [
  '{"customer":"ada","lines":[{"article":"tea","quantity":2}]}',
  '{"customer":"bob","lines":[{"article":"tea","quantity":0}]}',
  'this is not JSON',
];
for (const [index, message] of messages.entries()) {
  await redis.rpush('example07:orders', message);
  await eventually(async () => handled + (await redis.xlen(deadLetters)) === index + 1);
}
await runtime.stop();

for (const [, fields] of await redis.xrange(deadLetters, '-', '+')) {
  const value = (name: string): string | undefined => fields[fields.indexOf(name) + 1];
  console.log(`dead letter: ${value('body') ?? ''}`);
  console.log(`  ${value('reason') ?? ''}: ${value('errorMessage') ?? ''}`);
}
await redis.del(deadLetters);
redis.disconnect();
