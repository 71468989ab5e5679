import { expect } from 'chai';
import type { ListFunction } from '../../lib/functions/function-descriptor.js';
import { ReadLoop, type ReadLoopOptions } from '../../lib/listeners/reading/read-loop.js';
import type { MessageReader } from '../../lib/listeners/reading/message-reader.js';
import type { Settlement } from '../../lib/listeners/window/settlement.js';
import type { ListElement } from '../../lib/messages/list-element.js';
import { succeeded } from '../../lib/messages/outcome.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { element } from '../support/messages.js';

describe('The loop of a polling listener', () => {
  const never = new Promise<never>(() => undefined);
  const client = { isReady: true, steps: 0, awaitsCredentials: false, whenReady: (): Promise<void> => never };
  let onRead: () => Promise<ListElement[]> = () => never;
  let mayTakeLong = false;
  let endHandler: () => void = () => undefined;
  let polling: ReadLoop<ListElement>;

  beforeEach(async () => {
    const reader: MessageReader<ListElement> = {
      keyError: undefined,
      get mayTakeLong() {
        return mayTakeLong;
      },
      read: () => onRead(),
      wake: () => Promise.resolve(),
      examine: () => Promise.resolve(),
      hurry: () => undefined,
    };
    const observer = { listening: (): void => undefined, cannotListen: (): void => undefined };
    const executor = {
      execute: async () => {
        await new Promise<void>((resolve) => (endHandler = resolve));
        return [succeeded];
      },
    };
    const descriptor = describeOne(
      classWith(RedisListTrigger({ connection: 'c', key: 'k', concurrency: 1 })),
    );
    const parts = {
      descriptor,
      observer,
      executor,
      blocking: client,
      command: client,
      slots: [],
      clock: new ManualClock(),
    };
    const settlement: Settlement<ListElement> = {
      settle: () => undefined,
      idOf: (message) => message,
      comesAgain: () => false,
    };
    client.isReady = true;
    polling = new ReadLoop(parts as unknown as ReadLoopOptions<ListFunction>, reader, settlement);
    await settled();
  });

  function liveAfter(seconds: number): boolean {
    for (let second = 0; second < seconds; second++) polling.loop.liveness.tick(1_000);
    return polling.loop.liveness.isLive;
  }

  it('is dead when a read never ends', async () => {
    onRead = () => never;
    void polling.start();
    await settled();
    expect(liveAfter(28)).to.equal(true);
    expect(liveAfter(1)).to.equal(false);
  });

  it('is alive while a slow handler leaves no room, and dead when it does not go on afterwards', async () => {
    onRead = () => Promise.resolve([element()]);
    void polling.start();
    await settled();
    expect(polling.window.room).to.equal(0);
    expect(liveAfter(3_600)).to.equal(true);
    onRead = () => never;
    endHandler();
    await settled();
    expect(liveAfter(28)).to.equal(true);
    expect(liveAfter(1)).to.equal(false);
  });

  it('is alive while a read waits for handlers, and dead when it does not go on afterwards', async () => {
    onRead = () => never;
    mayTakeLong = true;
    void polling.start();
    await settled();
    expect(liveAfter(3_600)).to.equal(true);
    mayTakeLong = false;
    expect(liveAfter(30)).to.equal(false);
  });

  it('is alive while its clients try to connect, and dead when they no longer do', async () => {
    client.isReady = false;
    void polling.start();
    await settled();
    for (let tries = 0; tries < 100; tries++) {
      client.steps += 1;
      expect(liveAfter(10)).to.equal(true);
    }
    expect(liveAfter(30)).to.equal(false);
  });

  it('is alive while its clients wait for credentials, however long', async () => {
    client.isReady = false;
    client.awaitsCredentials = true;
    void polling.start();
    await settled();
    expect(liveAfter(3_600)).to.equal(true);
    client.awaitsCredentials = false;
    expect(liveAfter(30)).to.equal(false);
  });
});
