import { expect } from 'chai';
import { ClaimRenewal } from '../../lib/deduplication/claim-renewal.js';
import { LoopLiveness } from '../../lib/time/loop-liveness.js';
import { ManualClock, settled } from '../support/manual-clock.js';

describe('ClaimRenewal', () => {
  let clock: ManualClock;
  let renewed: string[];
  let stopping: AbortController;
  let writeOff: AbortController;
  let renewal: ClaimRenewal;

  beforeEach(() => {
    clock = new ManualClock();
    renewed = [];
    [stopping, writeOff] = [new AbortController(), new AbortController()];
    renewal = new ClaimRenewal({
      clock,
      everyInMs: 10_000,
      renew: (key) => Promise.resolve(void renewed.push(key)),
      liveness: new LoopLiveness(),
      observer: { failed: (error) => expect.fail(String(error)) },
      stop: { stopping: stopping.signal, writeOff: writeOff.signal },
    });
  });
  afterEach(() => writeOff.abort());

  it('renews all that is held, with one timer', async () => {
    renewal.add('a');
    renewal.add('b');
    expect(clock.sleeping).to.equal(1);
    await clock.advance(10_000);
    expect(renewed).to.deep.equal(['a', 'b']);
    renewal.delete('a');
    await clock.advance(10_000);
    expect(renewed).to.deep.equal(['a', 'b', 'b']);
  });

  it('ends its timer when a stop begins while nothing is held, because that would keep the process alive', async () => {
    renewal.add('a');
    renewal.delete('a');
    expect(clock.sleeping, 'more may come').to.equal(1);
    stopping.abort();
    await settled();
    expect(clock.sleeping).to.equal(0);
  });

  it('goes on during a stop until nothing is held any more', async () => {
    renewal.add('a');
    stopping.abort();
    await clock.advance(10_000);
    expect(renewed).to.deep.equal(['a']);
    renewal.delete('a');
    await settled();
    expect(clock.sleeping).to.equal(0);
  });

  it('renews what comes during a stop after its timer has ended', async () => {
    renewal.add('a');
    renewal.delete('a');
    stopping.abort();
    renewal.add('b');
    await settled();
    await clock.advance(10_000);
    expect(renewed).to.deep.equal(['b']);
  });

  it('renews nothing any more when a stop writes off what is held', async () => {
    renewal.add('a');
    writeOff.abort();
    await settled();
    renewal.add('b');
    await clock.advance(10_000);
    expect([renewed, clock.sleeping]).to.deep.equal([[], 0]);
  });
});
