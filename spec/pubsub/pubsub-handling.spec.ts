import { expect } from 'chai';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import type { ListenerOptions } from '../../lib/listeners/listener.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import type { ChannelMessage } from '../../lib/messages/channel-message.js';
import { cancelled, succeeded, type Failed, type Outcome } from '../../lib/messages/outcome.js';
import { PubSubListener } from '../../lib/pubsub/pubsub-listener.js';
import type { CommandClient, MessageHandler, SubscriberClient } from '../../lib/redis/commands/clients.js';
import { whenAborted } from '../../lib/time/when-aborted.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const never = new AbortController().signal;
const failed: Failed = { status: 'failed', reason: 'rejected', error: new Error('bad'), attempts: 1 };

describe('PubSubListener', () => {
  let clock: ManualClock;
  let receive: MessageHandler;
  let answerPing: () => void;
  let handled: string[];
  let recorded: string[];
  let lost: unknown[];
  /** Ends the handler of a message; those that are not named here end at once. */
  let ends: Map<string, (outcome: Outcome) => void>;
  let isSlow: (text: string) => boolean;
  let outcome: Outcome;
  let phases: { giveUp: AbortController; writeOff: AbortController; deadline: AbortController };
  let listener: PubSubListener;

  beforeEach(() => {
    clock = new ManualClock();
    [handled, recorded, lost] = [[], [], []];
    ends = new Map();
    isSlow = () => false;
    outcome = succeeded;
    const [giveUp, writeOff, deadline] = [
      new AbortController(),
      new AbortController(),
      new AbortController(),
    ];
    phases = { giveUp, writeOff, deadline };
  });
  afterEach(() => stop(AbortSignal.abort()));

  async function listen(options: object = {}): Promise<void> {
    const trigger = RedisPubSubTrigger({ connection: 'c', channel: 'news', ...options });
    const ready = { isReady: true, steps: 0, moves: 0, awaitsCredentials: false };
    const subscriber = {
      ...ready,
      whenReady: () => Promise.resolve(),
      whenClosed: whenAborted,
      send: ([name]: readonly unknown[]) =>
        name === 'PING' ? new Promise<void>((resolve) => (answerPing = resolve)) : Promise.resolve(),
      onClose: () => undefined,
      onMessage: (handler: MessageHandler) => (receive = handler),
    };
    const observer = {
      listening: () => undefined,
      recovered: () => undefined,
      lost: (_: string, count: number) => lost.push(count),
    };
    listener = new PubSubListener({
      descriptor: describeOne(classWith(trigger)) as PubSubFunction,
      subscriber: subscriber as unknown as SubscriberClient,
      command: { ...ready, whenReady: () => Promise.resolve() } as unknown as CommandClient,
      publishers: () => [],
      logger: silentLogger,
      executor: {
        execute: ([message]) => {
          const text = String((message as ChannelMessage).body);
          handled.push(text);
          if (!isSlow(text)) return [outcome];
          return new Promise((resolve) => ends.set(text, (end) => resolve([end])));
        },
      },
      deadLetters: {
        record: (message: ChannelMessage, { reason }: Failed) =>
          Promise.resolve(recorded.push(`${String(message.body)} ${reason}`) > 0),
      } as unknown as ListenerOptions['deadLetters'],
      observer: observer as unknown as ListenerOptions['observer'],
      clock,
    });
    await listener.start();
  }

  const publish = (...texts: string[]): void => {
    for (const text of texts) receive(Buffer.from('news'), Buffer.from(text));
  };
  function stop(at?: AbortSignal): Promise<void> {
    const { giveUp, writeOff, deadline } = phases;
    return listener.stop({
      giveUp: at ?? giveUp.signal,
      writeOff: at ?? writeOff.signal,
      deadline: at ?? deadline.signal,
    });
  }

  it('handles what comes on its channel, and nothing else', async () => {
    await listen();
    publish('a');
    receive(Buffer.from('other'), Buffer.from('b'));
    receive(Buffer.from('new1'), Buffer.from('c'), Buffer.from('news'));
    expect(handled).to.deep.equal(['a']);
    expect(listener).to.include({ owes: false, inFlight: 0, waiting: 0 });
  });

  it('is live while its subscription, its handlers and its dead letters are', async () => {
    await listen();
    expect(listener.loops).to.have.length(4);
    for (const loop of listener.loops) expect(loop.isLive).to.equal(true);
    for (const loop of listener.loops) loop.fail();
    expect(listener.loops.filter(({ isLive }) => isLive)).to.deep.equal([]);
  });

  it('has caught up when all that was published is here and handled', async () => {
    await listen();
    isSlow = (text) => text === 'b';
    publish('a');
    let isOver = false;
    const caughtUp = listener.caughtUp(never).then(() => (isOver = true));
    await settled();
    expect(isOver, 'before the answer to PING').to.equal(false);
    publish('b');
    answerPing();
    await settled();
    expect(isOver, 'while a handler runs').to.equal(false);
    expect(listener).to.include({ owes: true, inFlight: 1 });
    ends.get('b')?.(succeeded);
    await caughtUp;
  });

  it('pushes out the oldest that wait where there are too many', async () => {
    await listen({ concurrency: 1, bufferLimit: 2 });
    isSlow = (text) => text === 'a';
    publish('a', 'b', 'c', 'd', 'e');
    expect([lost, listener.waiting]).to.deep.equal([[1, 1], 2]);
    ends.get('a')?.(succeeded);
    await settled();
    expect(handled).to.deep.equal(['a', 'd', 'e']);
  });

  it('runs again what a handler wants later', async () => {
    await listen();
    outcome = { status: 'postponed', delayInMs: 500 };
    publish('a');
    await clock.advance(499);
    expect(handled).to.deep.equal(['a']);
    outcome = succeeded;
    await clock.advance(1);
    expect(handled).to.deep.equal(['a', 'a']);
  });

  it('records what failed, or was cancelled, where the function asks for dead letters', async () => {
    await listen({ deadLetter: true });
    outcome = failed;
    publish('a');
    outcome = cancelled;
    publish('b');
    await settled();
    expect([recorded, lost]).to.deep.equal([['a rejected', 'b stopped'], []]);
  });

  it('handles at a stop what it has received and what was postponed, and receives nothing more', async () => {
    await listen({ concurrency: 1 });
    outcome = { status: 'postponed', delayInMs: 60_000 };
    publish('a');
    outcome = succeeded;
    isSlow = (text) => text === 'b';
    publish('b', 'c');
    let isOver = false;
    const stopping = stop().then(() => (isOver = true));
    publish('d');
    await settled();
    expect([handled, isOver]).to.deep.equal([['a', 'b'], false]);
    ends.get('b')?.(succeeded);
    await stopping;
    expect([handled, lost]).to.deep.equal([['a', 'b', 'c', 'a'], []]);
  });

  it('counts as lost what had not begun when its time was over, and waits for what runs a while longer', async () => {
    await listen({ concurrency: 1 });
    isSlow = () => true;
    publish('a', 'b', 'c');
    let isOver = false;
    const stopping = stop().then(() => (isOver = true));
    await settled();
    phases.giveUp.abort();
    await settled();
    expect([lost, isOver]).to.deep.equal([[2], false]);
    ends.get('a')?.(succeeded);
    await stopping;
    expect([handled, recorded, lost]).to.deep.equal([['a'], [], [2]]);
  });

  it('writes off a handler that still runs in the end, and ignores what becomes of it', async () => {
    await listen({ deadLetter: true });
    isSlow = () => true;
    publish('a');
    const stopping = stop();
    phases.giveUp.abort();
    await settled();
    phases.writeOff.abort();
    await stopping;
    expect(recorded).to.deep.equal(['a stopped']);
    ends.get('a')?.(failed);
    await settled();
    expect(recorded).to.deep.equal(['a stopped']);
  });

  it('does not count during a stop what another invocation has', async () => {
    await listen();
    isSlow = () => true;
    publish('a', 'b');
    const stopping = stop();
    await settled();
    ends.get('a')?.({ status: 'postponed', delayInMs: 1, isBusy: true });
    ends.get('b')?.({ status: 'postponed', delayInMs: 1 });
    await stopping;
    expect([lost, handled]).to.deep.equal([[1], ['a', 'b']]);
  });
});
