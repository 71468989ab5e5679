import { expect } from 'chai';
import { singleton } from 'tsyringe';
import type { Class } from '../../../lib/metadata/class.js';
import { OnDeadLetter } from '../../../lib/triggers/on-dead-letter.js';
import { OnGap } from '../../../lib/triggers/on-gap.js';
import { rethrow } from '../../support/hostile-values.js';
import { rejectionOf } from '../../support/rejection-of.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis } from '../../support/test-redis.js';
import { deadLetterCount, handlerOf, healthOf, kinds, send, type Hostile } from './hostile-function.js';

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

const ways: Record<string, (stop: Stop) => unknown> = {
  'waits for': (stop) => stop(),
  begins: (stop) => void stop(),
  'begins, and throws at,': (stop) => (void stop(), rethrow(new Error('hostile'))),
};

/** Gives the handler class a hook that does this. */
function hookThat(
  decorate: (prototype: object, name: string, descriptor: never) => void,
  act: () => unknown,
): (handlers: Class) => Class {
  return (handlers) => {
    const prototype = handlers.prototype as Record<string, unknown>;
    prototype.hook = act;
    decorate(prototype, 'hook', Object.getOwnPropertyDescriptor(prototype, 'hook') as never);
    return handlers;
  };
}

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
        await signalled('healthChanged', () => runtime.health().state === 'stopped', 'the stop');
        expect(healthOf(runtime)).to.include({ state: 'stopped', lost: 0 });
      });
    }
    for (const [how, stopIn] of Object.entries(ways)) {
      it(`a hook that ${how} it ends, and loses nothing: ${kind}`, async () => {
        const stopping: { stop?: Stop } = {};
        const decorate = hookThat(OnDeadLetter(), () => stopIn(() => stopping.stop?.()));
        const fails = { handle: () => Promise.reject(new Error('no')), decorate };
        const runtime = await redis.startRuntime([handlerOf(kind, fails)], { shutdownTimeoutInMs: 1_000 });
        stopping.stop = () => runtime.stop();
        await send(redis, kind, 'bad');
        await signalled('healthChanged', () => runtime.health().state === 'stopped', 'the stop');
        expect(healthOf(runtime)).to.include({ state: 'stopped', lost: 0 });
        expect(await deadLetterCount(redis)).to.equal(1);
      });
    }

    it(`a constructor ends the start, and nothing listens: ${kind}`, async () => {
      const stopping: { stop?: Stop } = {};
      const decorate = (handlers: Class): Class => {
        @singleton()
        class Stopping extends (handlers as new () => object) {
          constructor() {
            super();
            void stopping.stop?.();
          }
        }
        return Stopping;
      };
      const runtime = await redis.createRuntime([handlerOf(kind, { decorate })]);
      stopping.stop = () => runtime.stop();
      expect(await rejectionOf(runtime.start())).to.include({ code: 'RUNTIME_STATE' });
      expect(runtime.health()).to.include({ state: 'stopped' });
      expect(String(await redis.client.call('CLIENT', 'LIST'))).not.to.include('name=redis-triggers:');
    });

    for (const event of ['functionStarted', 'stopping', 'stopped'] as const) {
      it(`a listener of ${event} that waits for it ends: ${kind}`, async () => {
        const runtime = await redis.createRuntime([handlerOf(kind, {})]);
        let isCalled = false;
        runtime.on(event, () => ((isCalled = true), runtime.stop()));
        await runtime.start().catch(() => undefined);
        await runtime.stop();
        expect(isCalled).to.equal(true);
        expect(runtime.health()).to.include({ state: 'stopped' });
      });
    }

    it(`an event listener that waits for it ends: ${kind}`, async () => {
      const runtime = await redis.startRuntime([handlerOf(kind, {})]);
      runtime.on('invocationSucceeded', async () => runtime.stop());
      await send(redis, kind, 'good');
      await signalled('healthChanged', () => runtime.health().state === 'stopped', 'the stop');
      expect(healthOf(runtime)).to.include({ state: 'stopped', lost: 0 });
    });
  }

  for (const [how, stopIn] of Object.entries(ways)) {
    it(`a hook for gaps that ${how} it ends, and loses nothing`, async () => {
      const stopping: { stop?: Stop } = {};
      const decorate = hookThat(OnGap(), () => stopIn(() => stopping.stop?.()));
      const runtime = await redis.startRuntime([handlerOf('pubsub', { decorate })], {
        shutdownTimeoutInMs: 1_000,
      });
      stopping.stop = () => runtime.stop();
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await signalled('healthChanged', () => runtime.health().state === 'stopped', 'the stop');
      expect(healthOf(runtime)).to.include({ state: 'stopped', lost: 0, gaps: 1 });
    });
  }
});
