import { expect } from 'chai';
import { eventually } from '../../support/eventually.js';
import { describeOnRedis } from '../../support/test-redis.js';
import { handlerOf, healthOf, kinds, send, type Hostile } from './hostile-function.js';

type Stop = () => Promise<void> | undefined;

const places: Record<string, (stop: Stop) => Hostile> = {
  middleware: (stop) => ({
    runtime: { middleware: [async (_, next) => [await stop(), await next()]] },
  }),
  orderBy: (stop) => ({ options: { orderBy: () => (void stop(), 'key') } }),
  'deduplicate.by': (stop) => ({
    options: { deduplicate: { by: () => (void stop(), 'key'), forInMs: 1_000 } },
  }),
  'a schema': (stop) => ({
    options: {
      payload: {
        '~standard': {
          version: 1,
          vendor: 'spec',
          validate: async (value: unknown) => (await stop(), { value }),
        },
      } as never,
    },
  }),
};

describeOnRedis('A stop that is called inside', (redis) => {
  for (const kind of kinds) {
    for (const [place, hostile] of Object.entries(places)) {
      if (kind === 'pubsub' && place === 'orderBy') continue;
      it(`${place} ends, and loses nothing: ${kind}`, async () => {
        const stopping: { stop?: Stop } = {};
        const made = hostile(() => stopping.stop?.());
        const runtime = await redis.startRuntime([handlerOf(kind, made)], {
          ...made.runtime,
          shutdownTimeoutInMs: 1_000,
        });
        stopping.stop = () => runtime.stop();
        await send(redis, kind, '{"text":"bad"}');
        await eventually(() => runtime.health().state === 'stopped', 'the stop');
        expect(healthOf(runtime)).to.include({ state: 'stopped', lost: 0 });
      });
    }
    it(`an event listener that waits for it ends: ${kind}`, async () => {
      const runtime = await redis.startRuntime([handlerOf(kind, {})]);
      runtime.on('invocationSucceeded', async () => runtime.stop());
      await send(redis, kind, 'good');
      await eventually(() => runtime.health().state === 'stopped', 'the stop');
      expect(healthOf(runtime)).to.include({ state: 'stopped', lost: 0 });
    });
  }
});
