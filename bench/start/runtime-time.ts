/*
 * Says how many milliseconds it takes to import `redis-triggers` and to create a runtime with one function of each kind
 * that is named: what a program waits for besides its connections.
 */

const began = performance.now();
const { createRuntime, RedisListTrigger, RedisMessageModel, RedisPubSubTrigger, RedisStreamTrigger } =
  await import('redis-triggers');

const triggers = {
  list: () => RedisListTrigger({ connection: 'bench', key: 'list' }),
  stream: () => RedisStreamTrigger({ connection: 'bench', key: 'stream' }),
  pubsub: () => RedisPubSubTrigger({ connection: 'bench', channel: 'channel' }),
};

class Handlers {}

for (const kind of process.argv.slice(2) as (keyof typeof triggers)[]) {
  const handler = { value: (): void => undefined };
  Object.defineProperty(Handlers.prototype, kind, handler);
  Reflect.defineMetadata('design:paramtypes', [RedisMessageModel], Handlers.prototype, kind);
  triggers[kind]()(Handlers.prototype, kind, handler);
}
await createRuntime({ handlers: [Handlers], connections: { bench: 'redis://127.0.0.1' }, logger: false });
process.stdout.write(`${performance.now() - began}\n`);
