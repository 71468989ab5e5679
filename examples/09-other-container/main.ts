import { createRuntime, InvocationContext, RedisListTrigger, RedisMessageModel } from 'redis-triggers';
import { eventually } from '../support/eventually.js';
import { openRedis, redisUrl } from '../support/redis.js';
import { FactoryContainer } from './factory-container.js';

class Counter {
  value = 0;
}

class Greeter {
  constructor(
    private readonly counter: Counter,
    private readonly context: InvocationContext,
  ) {}

  @RedisListTrigger({ connection: 'redisLocalhost', key: 'example09:names' })
  greet(name: RedisMessageModel): void {
    console.log(`${this.context.functionId}: hello ${name.message}`);
    this.counter.value += 1;
  }
}

// #region container
const counter = new Counter();
const container = new FactoryContainer()
  .register(Counter, 'singleton', () => counter)
  .register(
    Greeter,
    'scoped',
    (get) => new Greeter(get(Counter) as Counter, get(InvocationContext) as InvocationContext),
  );

const connections = { redisLocalhost: redisUrl };
const runtime = await createRuntime({ handlers: [Greeter], connections, container });
// #endregion container

const redis = await openRedis();
await redis.del('example09:names');
await runtime.start();
await redis.rpush('example09:names', 'ada', 'bob');
await eventually(() => counter.value === 2);
await runtime.stop();
redis.disconnect();
