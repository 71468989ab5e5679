import {
  errorCodes,
  InvocationContext,
  RedisListTrigger,
  RedisMessageModel,
  RedisTriggersError,
} from 'redis-triggers';
import { createScaleMonitor } from 'redis-triggers/scaling';
import { createTestRuntime, invoke } from 'redis-triggers/testing';

const seen: Record<string, boolean> = {};

class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders' })
  onOrder(message: RedisMessageModel, context: InvocationContext): void {
    seen.message = message instanceof RedisMessageModel && message.message === 'tea';
    seen.context = context instanceof InvocationContext && context.constructor.name === 'InvocationContext';
  }
}

/** Whether what the other entry points throw is an error of the class that the first one exports. */
async function isOurs(attempt: () => Promise<unknown>): Promise<boolean> {
  const error: unknown = await attempt().catch((thrown: unknown) => thrown);
  return error instanceof RedisTriggersError && error.code in errorCodes;
}

await invoke(Orders, 'onOrder', new RedisMessageModel('orders', 'tea'));
const nowhere = { redis: 'no such word=1' };
seen.errorOfTesting = await isOurs(() => createTestRuntime({ handlers: [] }));
seen.errorOfScaling = await isOurs(() => createScaleMonitor({ handlers: [Orders], connections: nowhere }));
console.log(JSON.stringify(seen));
