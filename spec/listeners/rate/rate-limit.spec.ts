import { expect } from 'chai';
import { ProcessRateLog } from '../../../lib/listeners/rate/process-rate-log.js';
import type { RateLog, Reservation } from '../../../lib/listeners/rate/rate-log.js';
import { RateLimit, type Allowance } from '../../../lib/listeners/rate/rate-limit.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const never = new AbortController().signal;

describe('RateLimit', () => {
  let clock: ManualClock;
  let rate: RateLimit;

  const ask = (most: number, least = 1, withdrawn = never): Promise<Allowance | undefined> =>
    rate.reserve({ most, least, waits: true }, withdrawn);
  const take = async (most: number): Promise<void> => (await ask(most))?.settle(most);

  beforeEach(() => {
    clock = new ManualClock(0);
    rate = new RateLimit(new ProcessRateLog({ messages: 10, perMs: 1_000 }, clock), clock);
  });

  it('allows what is free, and gives back what was not used', async () => {
    const first = await ask(8);
    expect(first?.count).to.equal(8);
    expect((await ask(8))?.count).to.equal(2);
    first?.settle(3);
    expect((await ask(8))?.count).to.equal(5);
  });

  it('lets others wait until time has passed, in the order in which they asked', async () => {
    await take(10);
    const order: string[] = [];
    const first = ask(1, 1).then((allowance) => order.push(`first ${allowance?.count}`));
    const second = ask(20, 1).then((allowance) => order.push(`second ${allowance?.count}`));
    await clock.whenAsleep();
    expect(rate.isReached).to.equal(true);
    await clock.advance(1_019);
    expect(order).to.deep.equal([]);
    await clock.advance(1);
    await Promise.all([first, second]);
    expect(order).to.deep.equal(['first 1', 'second 9']);
    expect(rate.isReached).to.equal(false);
  });

  it('lets one wait until at least as many are free as it needs', async () => {
    await take(4);
    await clock.advance(500);
    await take(4);
    const waiting = ask(10, 6);
    await clock.whenAsleep();
    expect(clock.delays.at(-1)).to.equal(520);
    await clock.advance(520);
    expect((await waiting)?.count).to.equal(6);
  });

  it('goes on as soon as something is given back', async () => {
    const held = await ask(10);
    const waiting = ask(5);
    await clock.whenAsleep();
    held?.settle(7);
    expect((await waiting)?.count).to.equal(3);
    expect(clock.sleeping).to.equal(0);
  });

  it('asks those that may wait long to give back what others need', async () => {
    let asked = 0;
    const idle = await rate.reserve(
      { most: 10, least: 1, waits: true, onWanted: () => void (asked += 1) },
      never,
    );
    expect(asked).to.equal(0);
    const waiting = ask(1);
    await clock.whenAsleep();
    expect(asked).to.equal(1);
    idle?.settle(0);
    expect((await waiting)?.count).to.equal(1);
    void ask(10, 10);
    await clock.whenAsleep();
    expect(asked).to.equal(1);
  });

  it('gives nothing to one that is withdrawn, and its turn to the next', async () => {
    await take(9);
    const withdrawn = new AbortController();
    const first = ask(5, 5, withdrawn.signal);
    const second = ask(1);
    await clock.whenAsleep();
    withdrawn.abort();
    expect(await first).to.equal(undefined);
    expect((await second)?.count).to.equal(1);
    expect(await ask(1, 1, withdrawn.signal)).to.equal(undefined);
  });

  it('does not let one wait that does not want to', async () => {
    await take(10);
    expect(await rate.reserve({ most: 1, least: 1, waits: false }, never)).to.equal(undefined);
    expect(clock.sleeping).to.equal(0);
    void ask(1);
    await clock.whenAsleep();
    expect(await rate.reserve({ most: 1, least: 1, waits: false }, never)).to.equal(undefined);
  });

  it('gives back what was reserved for one that was withdrawn meanwhile', async () => {
    const log = new SlowLog();
    rate = new RateLimit(log, clock);
    const withdrawn = new AbortController();
    const waiting = ask(3, 1, withdrawn.signal);
    withdrawn.abort();
    expect(await waiting).to.equal(undefined);
    log.answer({ id: 1, count: 3, retryInMs: 0 });
    await settled();
    expect(log.settled).to.deep.equal([[1, 0]]);
  });

  it('tells all who wait where the log cannot be asked, and asks again for the next', async () => {
    const log = new SlowLog();
    rate = new RateLimit(log, clock);
    const waiting = [failureOf(ask(1)), failureOf(ask(1))];
    log.fail(new Error('no Redis'));
    for (const error of await Promise.all(waiting)) expect(error).to.have.property('message', 'no Redis');
    expect(rate.isReached).to.equal(false);
    const next = ask(1);
    log.answer({ id: 2, count: 1, retryInMs: 0 });
    expect((await next)?.count).to.equal(1);
  });
});

/** A log that a spec answers. */
class SlowLog implements RateLog {
  answer: (reservation: Reservation) => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;
  readonly settled: [id: number, used: number][] = [];

  reserve(): Promise<Reservation> {
    return new Promise((resolve, reject) => {
      this.answer = resolve;
      this.fail = reject;
    });
  }

  settle({ id }: Reservation, used: number): void {
    this.settled.push([id, used]);
  }
}

/** What a promise rejects with; undefined where it resolves. */
function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
