import { expect } from 'chai';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import { GapTracker } from '../../lib/pubsub/gap-tracker.js';
import type { SubscriberClient } from '../../lib/redis/commands/clients.js';
import { readBothClocks } from '../../lib/time/elapsed-since.js';
import { ManualClock, settled } from '../support/manual-clock.js';

describe('GapTracker', () => {
  let clock: ManualClock;
  let gaps: unknown[][];
  /** The lease: whether this process has it, and for how long nobody had it before, -1 where somebody has it. */
  let answer: [number, number];
  let leaseRequests: number;
  let answerPing: () => void;
  let tracker: GapTracker;

  beforeEach(() => {
    clock = new ManualClock(1_000);
    gaps = [];
    answer = [1, 0];
    leaseRequests = 0;
    answerPing = () => undefined;
  });

  function track(exclusive: boolean): void {
    const subscriber = {
      send: () => new Promise<void>((resolve) => (answerPing = resolve)),
    } as unknown as SubscriberClient;
    const command = {
      send: () => {
        leaseRequests += 1;
        return Promise.resolve(answer);
      },
    };
    const descriptor = { id: 'F', channel: 'news', exclusive } as PubSubFunction;
    const observer = { gap: (...gap: unknown[]) => void gaps.push(gap) };
    tracker = new GapTracker({ descriptor, subscriber, command, observer, clock });
    tracker.subscribed(readBothClocks(clock));
  }

  it('reports a gap from when the subscription was asked for, where nothing has proven it later', async () => {
    track(false);
    await clock.advance(400);
    tracker.connectionClosed(true);
    await clock.advance(100);
    await tracker.resolveGap();
    await tracker.resolveGap();
    expect(gaps).to.deep.equal([[500, 'connection-lost', undefined]]);
    expect([tracker.isHeld, tracker.isStandby, leaseRequests]).to.deep.equal([true, undefined, 0]);
  });

  it('reports it from the last proof of life', async () => {
    track(false);
    await clock.advance(400);
    tracker.connectionStood(0);
    answerPing();
    await settled();
    await clock.advance(300);
    tracker.connectionClosed(true);
    await clock.advance(100);
    await tracker.resolveGap();
    expect(gaps).to.deep.equal([[400, 'connection-lost', undefined]]);
  });

  it('begins no second gap within the first, and none where there was no subscription', async () => {
    track(false);
    tracker.connectionClosed(false);
    await tracker.resolveGap();
    expect(gaps).to.deep.equal([]);
    tracker.connectionClosed(true);
    await clock.advance(100);
    tracker.subscribed(readBothClocks(clock));
    tracker.connectionClosed(true);
    await clock.advance(50);
    await tracker.resolveGap();
    expect(gaps).to.deep.equal([[150, 'connection-lost', undefined]]);
  });

  it('says for how long the event loop was blocked before', async () => {
    track(false);
    await clock.advance(5_000);
    tracker.connectionStood(4_000);
    tracker.connectionClosed(true);
    await tracker.resolveGap();
    expect(gaps).to.deep.equal([[5_000, 'connection-lost', 4_000]]);
    tracker.connectionClosed(true);
    await tracker.resolveGap();
    expect(gaps).to.have.length(2);
  });

  it('reports for an exclusive channel how long nobody had the lease', async () => {
    track(true);
    answer = [1, 700];
    await clock.advance(2_000);
    await tracker.resolveGap();
    expect(gaps).to.deep.equal([[700, 'no-holder', undefined]]);
    expect([tracker.isHeld, tracker.isStandby]).to.deep.equal([true, false]);
  });

  it('reports no gap where another process has the lease, which handles the messages', async () => {
    track(true);
    answer = [0, 0];
    tracker.connectionClosed(true);
    await clock.advance(100);
    await tracker.resolveGap();
    expect([tracker.isHeld, tracker.isStandby]).to.deep.equal([false, true]);
    answer = [1, 0];
    await tracker.resolveGap();
    expect(gaps).to.deep.equal([]);
  });

  it('begins a gap with a message that comes when the lease has lapsed, and asks for it then', async () => {
    track(true);
    expect(tracker.noteUnhandled(), 'it never had it').to.equal(false);
    await tracker.resolveGap();
    expect(tracker.noteUnhandled(), 'it has it').to.equal(false);
    await clock.advance(3_000);
    expect(tracker.noteUnhandled()).to.equal(true);
    await tracker.resolveGap();
    expect(gaps).to.deep.equal([[3_000, 'connection-lost', undefined]]);
  });

  it('has nothing to ask for where the channel is not exclusive', async () => {
    track(false);
    await clock.advance(60_000);
    expect(tracker.noteUnhandled()).to.equal(false);
    await tracker.release();
    expect(leaseRequests).to.equal(0);
  });
});
