import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import { Subscription, type SubscriptionOptions } from '../../lib/pubsub/subscription.js';
import type { CommandClient, SubscriberClient } from '../../lib/redis/commands/clients.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';
import { whenAborted } from '../../lib/time/when-aborted.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const never = new AbortController().signal;

describe('Subscription', () => {
  let clock: ManualClock;
  let steps: unknown[];
  let isReady: boolean;
  /** Answers PING, and SUBSCRIBE. */
  let answer: (name: unknown) => unknown;
  let close: () => void;
  /** The signal of the loop, as the subscriber gets it. */
  let loopSignal: AbortSignal;
  let renewalTakesInMs: number;
  let troubles: unknown[];
  let subscription: Subscription | undefined;

  beforeEach(() => {
    clock = new ManualClock();
    steps = [];
    isReady = true;
    answer = () => undefined;
    renewalTakesInMs = 0;
    troubles = [];
  });
  afterEach(async () => {
    await subscription?.stop(AbortSignal.abort());
    subscription = undefined;
  });

  async function start(options: object = {}): Promise<Subscription> {
    const trigger = RedisPubSubTrigger({ connection: 'c', channel: 'news', ...options });
    const ready = { steps: 0, moves: 0, awaitsCredentials: false };
    const subscriber = {
      ...ready,
      get isReady() {
        return isReady;
      },
      whenReady: (signal: AbortSignal) => {
        if (signal !== never) loopSignal = signal;
        return Promise.resolve();
      },
      whenClosed: (signal: AbortSignal) =>
        Promise.race([new Promise<void>((resolve) => (close = resolve)), whenAborted(signal)]),
      onClose: () => undefined,
      send: async ([name]: readonly unknown[]) => {
        steps.push(name);
        await Promise.resolve();
        return answer(name);
      },
    };
    const observer = {
      listening: () => undefined,
      cannotListen: (error: unknown) => void troubles.push(error),
    };
    const gapTracker = {
      isHeld: true,
      resolveGap: async () => {
        steps.push('renew');
        if (renewalTakesInMs > 0) await clock.advance(renewalTakesInMs);
      },
      connectionClosed: (wasSubscribed: boolean) => void steps.push(`closed ${wasSubscribed}`),
      subscribed: () => undefined,
      connectionStood: (lateByMs: number) => void steps.push(`stood, late by ${lateByMs}`),
    };
    const parts = {
      descriptor: describeOne(classWith(trigger)) as PubSubFunction,
      subscriber: subscriber as unknown as SubscriberClient,
      command: { ...ready, whenReady: () => Promise.resolve() } as unknown as CommandClient,
      publishers: () => [],
      logger: silentLogger,
      observer: observer as unknown as SubscriptionOptions['observer'],
      clock,
    };
    subscription = new Subscription(parts, gapTracker);
    await subscription.start();
    return subscription;
  }

  const pass = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    await settled();
  };

  it('stands when Redis has confirmed it, and says each second that its connection stood', async () => {
    await start();
    expect(steps).to.deep.equal(['subscribe', 'renew']);
    await pass(1_000);
    await pass(1_250);
    expect(steps.slice(2)).to.deep.equal(['stood, late by 0', 'stood, late by 250']);
  });

  it('leaves nothing behind at the signal of its loop, however often it rests', async () => {
    await start();
    const before = getEventListeners(loopSignal, 'abort').length;
    for (let rests = 0; rests < 5; rests++) await pass(1_000);
    expect(steps.filter((step) => step === 'stood, late by 0')).to.have.length(5);
    expect(getEventListeners(loopSignal, 'abort')).to.have.length(before);
  });

  it('is made anew after its connection closed', async () => {
    await start();
    close();
    await settled();
    await pass(10_000);
    expect(steps).to.deep.equal(['subscribe', 'renew', 'closed true', 'subscribe', 'renew']);
    expect(troubles).to.have.length(1);
    expect(troubles[0]).to.include({ code: 'CONNECTION_LOST' });
  });

  it('renews the lease of an exclusive function each second, and sooner where that takes long', async () => {
    await start({ exclusive: true });
    await pass(1_000);
    expect(steps).to.deep.equal(['subscribe', 'renew', 'stood, late by 0', 'renew']);
    renewalTakesInMs = 600;
    await pass(1_000);
    renewalTakesInMs = 0;
    steps = [];
    await pass(400);
    expect(steps).to.deep.equal(['stood, late by 0', 'renew']);
  });

  it('renews the lease once more at the beginning where the first renewal took long', async () => {
    renewalTakesInMs = 1_100;
    await start({ exclusive: true });
    expect(steps).to.deep.equal(['subscribe', 'renew', 'renew']);
  });

  it('asks for the lease at once when it is hurried', async () => {
    const made = await start({ exclusive: true });
    made.hurry();
    await settled();
    expect(steps).to.deep.equal(['subscribe', 'renew', 'renew']);
  });

  it('has caught up when PING is answered, be it with an error of Redis', async () => {
    const made = await start();
    await made.caughtUp(never);
    answer = () => {
      throw new RedisReplyError('NOPERM no permissions to run the ping command');
    };
    await made.caughtUp(never);
    expect(steps.slice(2)).to.deep.equal(['PING', 'PING']);
  });

  it('asks again after its connection was lost, once it is subscribed', async () => {
    const made = await start();
    let isOver = false;
    answer = (name) => {
      if (name !== 'PING') return undefined;
      close();
      throw new RedisTriggersError({ code: 'CONNECTION_LOST', place: 'c', what: 'it closed' });
    };
    const caughtUp = made.caughtUp(never).then(() => (isOver = true));
    await settled();
    answer = () => undefined;
    for (let turns = 0; turns < 5; turns++) await settled();
    expect(isOver, 'it is not subscribed').to.equal(false);
    await pass(10_000);
    await caughtUp;
    const names = steps.filter((step) => ['PING', 'subscribe', 'closed true'].includes(String(step)));
    expect(names.slice(-3)).to.deep.equal(['closed true', 'subscribe', 'PING']);
  });

  it('is waited for no longer than the signal allows', async () => {
    const made = await start();
    const end = new AbortController();
    answer = () => new Promise(() => undefined);
    const caughtUp = made.caughtUp(end.signal);
    await settled();
    end.abort();
    await caughtUp;
  });

  it('cannot start where waiting mends nothing', async () => {
    const wrong = new RedisTriggersError({ code: 'SHARDED_CHANNELS_UNSUPPORTED', place: 'F', what: 'old' });
    answer = () => {
      throw wrong;
    };
    expect(await start().catch((error: unknown) => error)).to.equal(wrong);
  });
});
