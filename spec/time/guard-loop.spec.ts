import { expect } from 'chai';
import { CredentialSource } from '../../lib/redis/credentials/credential-source.js';
import { ClaimRenewal } from '../../lib/deduplication/claim-renewal.js';
import { ReturnLoop, type ReturnLoopOptions } from '../../lib/list/at-least-once/return-loop.js';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import type { Failed } from '../../lib/messages/outcome.js';
import { FailedMessages } from '../../lib/pubsub/failed-messages.js';
import { LeaseLoop, type LeaseLoopOptions } from '../../lib/list/at-least-once/lease-loop.js';
import { Acknowledger } from '../../lib/listeners/acknowledger.js';
import { guardLoop } from '../../lib/time/guard-loop.js';
import { PollLoop, type PollLoopOptions } from '../../lib/listeners/reading/poll-loop.js';
import { LoopLiveness } from '../../lib/time/loop-liveness.js';
import { Redelivery } from '../../lib/stream/redelivery/redelivery.js';
import type { RedeliveryOptions } from '../../lib/stream/redelivery/redelivery-options.js';
import { rethrow } from '../support/hostile-values.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { redeliveryParts } from '../support/redelivery-parts.js';

describe('An error that comes out of a loop', () => {
  const escaped = new Error('comes out');
  const fail = (): never => rethrow(escaped);
  const clock = new ManualClock();
  let told: unknown[];
  const observer = {
    failed: (error: unknown): unknown => told.push(error),
    recovered: () => undefined,
  };

  beforeEach(() => (told = []));

  function expectToBeSaid(liveness: LoopLiveness): void {
    expect(liveness.isLive).to.equal(false);
    expect(told).to.deep.equal([escaped]);
  }

  it('makes its function not live, and is said', async () => {
    const liveness = new LoopLiveness();
    await guardLoop(Promise.reject(escaped), liveness, observer);
    expectToBeSaid(liveness);
  });

  it('does so also where nobody can be told', async () => {
    const liveness = new LoopLiveness();
    await guardLoop(Promise.reject(escaped), liveness, { failed: fail });
    expect(liveness.isLive).to.equal(false);
  });

  it('does so of the leases of a list', async () => {
    const parts = { descriptor: { keys: [] }, sources: [], command: { whenReady: fail }, observer, clock };
    const loop = new LeaseLoop(parts as unknown as LeaseLoopOptions);
    loop.start();
    await loop.stop();
    expectToBeSaid(loop.liveness);
  });

  it('does so of the acknowledgements', async () => {
    const acknowledger = new Acknowledger<string>({
      send: () => Promise.resolve(),
      onAcknowledged: () => undefined,
      observer: { ...observer, recovered: fail },
      clock,
      stopped: new AbortController().signal,
    });
    acknowledger.acknowledge('orders', '1-0');
    await acknowledger.whenFlushed();
    expectToBeSaid(acknowledger.liveness);
  });

  it('does so of the redelivery of a stream', async () => {
    const liveness = new LoopLiveness();
    liveness.recordProgress = fail;
    const changes = { observer: observer as unknown as RedeliveryOptions['observer'], liveness };
    const redelivery = new Redelivery(redeliveryParts(() => [], changes));
    redelivery.start();
    await redelivery.stop();
    expectToBeSaid(liveness);
  });

  it('does so of the returns of a list at most once', async () => {
    const parts = { descriptor: { keys: [] }, command: { whenReady: fail }, observer, clock };
    const loop = new ReturnLoop(parts as unknown as ReturnLoopOptions);
    loop.start();
    await settled();
    expectToBeSaid(loop.liveness);
  });

  it('does so of the claims of ids', async () => {
    const liveness = new LoopLiveness();
    const stop = { stopping: new AbortController().signal, writeOff: new AbortController().signal };
    const renewal = new ClaimRenewal({ clock, everyInMs: 10, renew: fail, liveness, observer, stop });
    renewal.add('id');
    await clock.advance(10);
    expectToBeSaid(liveness);
  });

  it('does so of the dead letters of a channel that could not be written', async () => {
    const failed = new FailedMessages({
      descriptor: {
        id: 'Channel.onMessage',
        channel: 'channel',
        deadLetter: true,
        bufferLimitInBytes: 1_000,
      },
      deadLetters: { record: () => Promise.reject(new Error('not written')) },
      observer: { ...observer, lost: () => undefined },
      clock: { now: clock.now, date: clock.date, sleep: fail },
    });
    const failure: Failed = { status: 'failed', reason: 'handler-failed', error: escaped, attempts: 1 };
    await failed.record(new ChannelMessage('channel', Buffer.from('body')), failure);
    await settled();
    expect(failed.liveness.isLive).to.equal(false);
    expect(told).to.include(escaped);
  });

  it('does so of the renewal of credentials', async () => {
    const source = new CredentialSource('redis', fail, clock);
    source.observe({
      failed: (error) => {
        told.push(error);
        if (told.length === 1) fail();
      },
      recovered: () => undefined,
    });
    void source.whenGranted();
    await settled();
    source.close();
    expect(source.liveness.isLive).to.equal(false);
    expect(told).to.include(escaped);
  });

  it('does so of the reads', async () => {
    const parts = { turn: () => Promise.resolve(), observer, clock } as unknown as PollLoopOptions;
    const loop = new PollLoop(parts);
    loop.liveness.recordProgress = fail;
    loop.start();
    await loop.stop();
    expectToBeSaid(loop.liveness);
  });
});
