import { expect } from 'chai';
import type { CommandClient, MessageHandler, SubscriberClient } from '../../lib/redis/commands/clients.js';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import type { ListenerOptions } from '../../lib/listeners/listener.js';
import { PubSubListener } from '../../lib/pubsub/pubsub-listener.js';
import { whenAborted } from '../../lib/time/when-aborted.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { settled } from '../support/manual-clock.js';

/** Longer than a lease lasts that is not renewed; no timer fires meanwhile. */
const frozenForInMs = 5_000;

describe('PubSubListener of an exclusive function', () => {
  let now: number;
  let publish: (channel: string) => void;
  let gaps: number[];
  let asked: number;
  let listener: PubSubListener;

  beforeEach(async () => {
    now = 0;
    gaps = [];
    asked = 0;
    listener = new PubSubListener(parts());
    await listener.start();
  });
  afterEach(async () => {
    const signal = AbortSignal.abort();
    await listener.stop({ giveUp: signal, writeOff: signal, deadline: signal });
  });

  it('asks at once for whom a message is that comes when its lease has lapsed', async () => {
    now += frozenForInMs;
    publish('news');
    await settled();
    expect({ asked, gaps }).to.deep.equal({ asked: 2, gaps: [frozenForInMs] });
  });

  it('takes no notice then of what others on the connection subscribe to', async () => {
    now += frozenForInMs;
    publish('of another function');
    await settled();
    expect({ asked, gaps }).to.deep.equal({ asked: 1, gaps: [] });
  });

  function parts(): ConstructorParameters<typeof PubSubListener>[0] {
    const trigger = RedisPubSubTrigger({ connection: 'c', channel: 'news', exclusive: true });
    const command = {
      steps: 0,
      whenReady: () => Promise.resolve(),
      send: () => {
        asked++;
        return Promise.resolve([1, 0]);
      },
    };
    const subscriber = {
      ...{ isReady: true, steps: 0, moves: 0, awaitsCredentials: false },
      whenReady: () => Promise.resolve(),
      whenClosed: whenAborted,
      send: () => Promise.resolve(undefined),
      onClose: () => undefined,
      onMessage: (handler: MessageHandler) => {
        publish = (channel) => handler(Buffer.from(channel), Buffer.from('text'));
      },
    };
    const observer = {
      listening: () => undefined,
      cannotListen: (error: unknown) => expect.fail(String(error)),
      gap: (durationInMs: number) => void gaps.push(durationInMs),
    };
    return {
      descriptor: describeOne(classWith(trigger)) as PubSubFunction,
      subscriber: subscriber as unknown as SubscriberClient,
      command: command as unknown as CommandClient,
      publishers: () => [],
      logger: silentLogger,
      executor: { execute: () => [] },
      deadLetters: undefined as never,
      observer: observer as unknown as ListenerOptions['observer'],
      clock: {
        now: () => now,
        date: () => new Date(now),
        sleep: (_delayInMs, signal) => (signal ? whenAborted(signal) : new Promise(() => undefined)),
      },
    };
  }
});
