import { expect } from 'chai';
import { LeaseLoop, type LeaseLoopParts } from '../../lib/list/at-least-once/lease-loop.js';
import { Acknowledger } from '../../lib/listeners/acknowledger.js';
import { guardLoop } from '../../lib/listeners/guard-loop.js';
import { PollLoop, type PollLoopParts } from '../../lib/listeners/poll-loop.js';
import { Pulse } from '../../lib/listeners/pulse.js';
import { Redelivery } from '../../lib/stream/redelivery.js';
import type { RedeliveryParts } from '../../lib/stream/redelivery-parts.js';
import { rethrow } from '../support/hostile-values.js';
import { ManualClock } from '../support/manual-clock.js';
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

  it('does so of the reads', async () => {
    const parts = { turn: () => Promise.resolve(), observer, clock } as unknown as PollLoopParts;
    const loop = new PollLoop(parts);
    loop.pulse.beat = fail;
    loop.start();
    await loop.stop();
    expectToBeSaid(loop.pulse);
  });
});
