import { defineStream, Payload, RedisStreamTrigger, type Runtime, type Sender } from 'redis-triggers';
import { instrument } from 'redis-triggers/telemetry';
import { z } from 'zod';

// #region recipe
export const orders = defineStream('orders', {
  connection: 'redisLocalhost',
  payload: z.object({ id: z.number() }),
  payloadField: 'json',
});

/** In the service that sends, after OpenTelemetry's SDK has been started. */
export async function observeSender(sender: Sender): Promise<void> {
  await instrument(sender);
}

/** In the service that handles, before `runtime.start()`: one trace from the request to the handler. */
export async function observeRuntime(runtime: Runtime): Promise<void> {
  await instrument(runtime, { tracing: { relation: 'parent' } });
}

export class Orders {
  @RedisStreamTrigger(orders)
  onOrder(@Payload() { id }: { id: number }): string {
    return `order ${id}`;
  }
}
// #endregion recipe
