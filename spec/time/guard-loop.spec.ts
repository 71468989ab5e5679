import { expect } from 'chai';
import { CredentialSource } from '../../lib/connection/credential-source.js';
import { ClaimRenewal } from '../../lib/deduplication/claim-renewal.js';
import { ReturnLoop, type ReturnLoopParts } from '../../lib/list/at-least-once/return-loop.js';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import type { Failed } from '../../lib/messages/outcome.js';
import { GivenUpMessages } from '../../lib/pubsub/given-up-messages.js';
import { LeaseLoop, type LeaseLoopParts } from '../../lib/list/at-least-once/lease-loop.js';
import { Acknowledger } from '../../lib/listeners/acknowledger.js';
import { guardLoop } from '../../lib/time/guard-loop.js';
import { PollLoop, type PollLoopParts } from '../../lib/listeners/poll-loop.js';
import { Pulse } from '../../lib/time/pulse.js';
import { Redelivery } from '../../lib/stream/redelivery.js';
import type { RedeliveryParts } from '../../lib/stream/redelivery-parts.js';
import { rethrow } from '../support/hostile-values.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { redeliveryParts } from '../support/redelivery-parts.js';

describe('An error that comes out of a loop', () => {
  const escaped = new Error('comes out');
  const fail = (): never => rethrow(escaped);
  const clock = new ManualClock();
  let told: unknown[];
  const observer = {
    troubled: (error: unknown): unknown => told.push(error),
    mended: () => undefined,
  };

  beforeEach(() => (told = []));

  function expectToBeSaid(pulse: Pulse): void {
    expect(pulse.isLive).to.equal(false);
    expect(told).to.deep.equal([escaped]);
  }

  it('makes its function not live, and is said', async () => {
    const pulse = new Pulse();
    await guardLoop(Promise.reject(escaped), pulse, observer);
    expectToBeSaid(pulse);
  });

  it('does so also where nobody can be told', async () => {
    const pulse = new Pulse();
    await guardLoop(Promise.reject(escaped), pulse, { troubled: fail });
    expect(pulse.isLive).to.equal(false);
  });

  it('does so of the leases of a list', async () => {
    const parts = { descriptor: {}, sources: [], slots: [], command: { whenReady: fail }, observer, clock };
    const loop = new LeaseLoop(parts as unknown as LeaseLoopParts);
    loop.start();
    await loop.stop();
    expectToBeSaid(loop.pulse);
  });

  it('does so of the acknowledgements', async () => {
    const acknowledger = new Acknowledger<string>({
      send: () => Promise.resolve(),
      onAcknowledged: () => undefined,
      observer: { ...observer, mended: fail },
      clock,
      stopped: new AbortController().signal,
    });
    acknowledger.add('orders', '1-0');
    await acknowledger.whenFlushed();
    expectToBeSaid(acknowledger.pulse);
  });

  it('does so of the redelivery of a stream', async () => {
    const pulse = new Pulse();
    pulse.beat = fail;
    const changes = { observer: observer as unknown as RedeliveryParts['observer'] };
    const redelivery = new Redelivery(
      redeliveryParts(() => [], changes),
      pulse,
    );
    redelivery.start();
    await redelivery.stop();
    expectToBeSaid(pulse);
  });

  it('does so of the returns of a list at most once', async () => {
    const parts = { descriptor: {}, slots: [], command: { whenReady: fail }, observer, clock };
    const loop = new ReturnLoop(parts as unknown as ReturnLoopParts);
    loop.start();
    await settled();
    expectToBeSaid(loop.pulse);
  });

  it('does so of the claims of ids', async () => {
    const pulse = new Pulse();
    const stop = { stopping: new AbortController().signal, abandon: new AbortController().signal };
    const renewal = new ClaimRenewal({ clock, everyInMs: 10, renew: fail, pulse, observer, stop });
    renewal.add('id');
    await clock.advance(10);
    expectToBeSaid(pulse);
  });

  it('does so of the dead letters of a channel that could not be written', async () => {
    const givenUp = new GivenUpMessages({
      descriptor: { id: 'Channel.onMessage', deadLetter: true, bufferLimitInBytes: 1_000 },
      deadLetters: { record: () => Promise.reject(new Error('not written')) },
      observer: { ...observer, lost: () => undefined },
      clock: { now: clock.now, date: clock.date, sleep: fail },
    });
    const failure: Failed = { status: 'failed', reason: 'handler-failed', error: escaped, attempts: 1 };
    await givenUp.failed(new ChannelMessage('channel', Buffer.from('body')), failure);
    await settled();
    expect(givenUp.pulse.isLive).to.equal(false);
    expect(told).to.include(escaped);
  });

  it('does so of the renewal of credentials', async () => {
    const source = new CredentialSource('redis', fail, clock);
    source.observe({
      troubled: (error) => {
        told.push(error);
        if (told.length === 1) fail();
      },
      mended: () => undefined,
    });
    void source.whenGranted();
    await settled();
    source.close();
    expect(source.pulse.isLive).to.equal(false);
    expect(told).to.include(escaped);
  });

  it('does so of the reads', async () => {
    const parts = { turn: () => Promise.resolve(), observer, clock } as unknown as PollLoopParts;
    const loop = new PollLoop(parts);
    loop.pulse.beat = fail;
    loop.start();
    await loop.stop();
    expectToBeSaid(loop.pulse);
  });
});
