import { expect } from 'chai';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

describeOnRedis('stop() right after start()', (redis) => {
  it('ends the start, and nothing listens afterwards', async () => {
    const handlers = [classWith(RedisListTrigger({ connection: redisName, key: 'k' }), () => undefined)];
    const connections = { [redisName]: redis.connection };
    const runtime = await createRuntime({ handlers, connections, logger: false });
    const started = runtime.start().then(
      () => 'started',
      (error: unknown) => (error as { code?: string }).code,
    );
    await runtime.stop();
    expect(await started).to.equal('RUNTIME_STATE');
    expect(String(await redis.client.call('CLIENT', 'LIST'))).not.to.include('name=redis-triggers:');
    expect(runtime.health()).to.include({ state: 'stopped' });
  });
});
