import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { ProcessRateLog } from '../../../lib/listeners/rate/process-rate-log.js';
import { RateLimit } from '../../../lib/listeners/rate/rate-limit.js';
import { limited } from '../../../lib/listeners/reading/limited-reader.js';
import type { MessageReader } from '../../../lib/listeners/reading/message-reader.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const never = new AbortController().signal;
const rateLimit = { messages: 10, perMs: 1_000, scope: 'process' } as const;

/** A reader of a source with so many messages. */
class Source implements MessageReader<number> {
  readonly asked: number[] = [];
  readonly isBoundByServer = true;
  left = 0;
  examined = 0;
  hurried = 0;
  keyError: unknown;
  mayTakeLong = false;
  error: Error | undefined;
  owed = 0;
  /** Where it is set, a read waits until it resolves, before anything is reserved. */
  free: Promise<void> | undefined;
  /** Where it is set, an empty source is waited at until it is hurried. */
  waits = false;
  private end: () => void = () => undefined;

  async read(count: number): Promise<number[]> {
    this.asked.push(count);
    if (this.error !== undefined) throw this.error;
    if (this.left === 0 && this.waits) await new Promise<void>((resolve) => (this.end = resolve));
    const came = Math.min(count, this.left);
    this.left -= came;
    return Array.from({ length: came }, () => 1);
  }

  whenFree(): Promise<void> {
    return this.free ?? Promise.resolve();
  }

  examine(): Promise<void> {
    this.examined += 1;
    return this.error === undefined ? Promise.resolve() : Promise.reject(this.error);
  }

  wake(): Promise<void> {
    this.hurry();
    return Promise.resolve();
  }

  hurry(): void {
    this.hurried += 1;
    this.end();
  }
}

describe('A reader that keeps a rate', () => {
  let clock: ManualClock;
  let rate: RateLimit;
  let source: Source;
  let reader: MessageReader<number>;

  const over = (own: Source, options: Partial<ListFunction> = {}): MessageReader<number> =>
    limited(own, { kind: 'list', batch: false, rateLimit, ...options } as ListFunction, rate);

  beforeEach(() => {
    clock = new ManualClock(0);
    rate = new RateLimit(new ProcessRateLog(rateLimit, clock), clock);
    source = new Source();
    reader = over(source);
  });

  it('is the reader itself where there is no rate', () => {
    expect(limited(source, { kind: 'list' } as ListFunction, undefined)).to.equal(source);
  });

  it('is of its kind, and has its errors', () => {
    source.keyError = 'wrong';
    expect(reader.isBoundByServer).to.equal(true);
    expect(reader.keyError).to.equal('wrong');
    source.mayTakeLong = true;
    expect(reader.mayTakeLong).to.equal(true);
  });

  it('asks for no more than is allowed, and leaves the rest where it is', async () => {
    source.left = 100;
    expect(await reader.read(8)).to.have.length(8);
    expect(await reader.read(8)).to.have.length(2);
    expect(reader.mayTakeLong).to.equal(false);
    const third = reader.read(8);
    await clock.whenAsleep();
    expect(source.left).to.equal(90);
    expect(reader.mayTakeLong).to.equal(true);
    await clock.advance(1_020);
    expect(await third).to.have.length(8);
    expect(source.asked).to.deep.equal([8, 2, 8]);
  });

  it('counts what came, and not what was asked for', async () => {
    source.left = 3;
    await reader.read(8);
    await reader.read(8);
    source.left = 100;
    await reader.read(8);
    expect(source.asked).to.deep.equal([8, 7, 7]);
  });

  it('waits until as much is allowed as earlier reads whose replies were lost may bring, and asks for no more', async () => {
    source.left = 100;
    await reader.read(4);
    source.owed = 7;
    const reading = reader.read(3);
    await clock.whenAsleep();
    expect(source.asked).to.deep.equal([4]);
    await clock.advance(1_020);
    expect(await reading).to.have.length(3);
    expect(source.asked).to.deep.equal([4, 3]);
    source.owed = 50;
    source.left = 0;
    void reader.read(3);
    await clock.whenAsleep();
    await clock.advance(1_020);
    await settled();
    expect(source.asked).to.deep.equal([4, 3, 3]);
  });

  it('reserves nothing while a read would wait for handlers', async () => {
    const waiting = over(source);
    let open: () => void = () => undefined;
    source.free = new Promise((resolve) => (open = resolve));
    const reading = waiting.read(10);
    await settled();
    const other = new Source();
    other.left = 10;
    expect(await over(other).read(10)).to.have.length(10);
    open();
    source.left = 10;
    expect(await reading).to.deep.equal([]);
    expect(source.asked).to.deep.equal([]);
  });

  it('counts nothing of a read that failed', async () => {
    source.error = new Error('no Redis');
    for (let tries = 0; tries < 20; tries++) await failureOf(reader.read(1));
    source.error = undefined;
    source.left = 100;
    expect(await reader.read(100)).to.have.length(10);
  });

  it('does not keep a failure waiting behind reads that wait for the rate', async () => {
    source.left = 5;
    await reader.read(10);
    source.error = new Error('no Redis');
    const failing = failureOf(reader.read(5));
    const waiting = failureOf(reader.read(5));
    expect(await failing).to.have.property('message', 'no Redis');
    expect(await waiting).to.have.property('message', 'no Redis');
    expect(source.asked).to.deep.equal([10, 5]);
  });

  it('looks without taking anything where it is hurried while it waits, and once more for the next read', async () => {
    source.left = 100;
    await reader.read(10);
    const waiting = reader.read(10);
    await clock.whenAsleep();
    reader.hurry();
    expect(await waiting).to.deep.equal([]);
    expect(await reader.read(10)).to.deep.equal([]);
    expect(source.examined).to.equal(2);
    expect(source.asked).to.deep.equal([10]);
    void reader.read(10);
    await clock.whenAsleep();
    expect(source.examined).to.equal(2);
  });

  it('says what is wrong where it is hurried, unless it may not look', async () => {
    source.left = 100;
    await reader.read(10);
    source.error = new RedisReplyError('NOPERM no LLEN');
    reader.hurry();
    expect(await reader.read(10)).to.deep.equal([]);
    source.error = new RedisReplyError('LOADING');
    reader.hurry();
    expect(await failureOf(reader.read(10))).to.equal(source.error);
  });

  it('does not let its first read wait, so that it shows whether it listens', async () => {
    source.left = 100;
    await reader.read(10);
    const next = over(source);
    expect(await next.read(10)).to.deep.equal([]);
    expect(source.examined).to.equal(1);
  });

  it('ends a wait for good when it is woken', async () => {
    source.left = 100;
    await reader.read(10);
    const waiting = reader.read(10);
    await clock.whenAsleep();
    await reader.wake(never);
    expect(await waiting).to.deep.equal([]);
    expect(await reader.read(10)).to.deep.equal([]);
    expect(clock.sleeping).to.equal(0);
    expect(source.examined).to.equal(0);
  });

  it('waits for a whole batch where the last one was whole, or for as much as the rate ever allows', async () => {
    reader = over(source, { batch: true });
    source.left = 100;
    expect(await reader.read(6)).to.have.length(6);
    const second = reader.read(6);
    await clock.whenAsleep();
    expect(source.asked).to.deep.equal([6]);
    await clock.advance(1_020);
    expect(await second).to.have.length(6);
    const larger = reader.read(50);
    await clock.whenAsleep();
    await clock.advance(1_020);
    expect(await larger).to.have.length(10);
  });

  it('does not wait for a whole batch where there is none', async () => {
    reader = over(source, { batch: true });
    source.left = 3;
    await reader.read(6);
    await reader.read(6);
    source.left = 4;
    await reader.read(6);
    expect(await reader.read(6)).to.have.length(0);
    expect(source.asked).to.deep.equal([6, 6, 6, 3]);
  });

  it('lets a read that waits for a first message end where another of the function needs its share', async () => {
    await reader.read(10);
    source.waits = true;
    const idle = reader.read(10);
    await settled();
    const other = new Source();
    other.left = 100;
    const busy = over(other);
    busy.hurry();
    await busy.read(4);
    expect(await busy.read(4)).to.have.length(4);
    expect(await idle).to.deep.equal([]);
  });
});

/** What a promise rejects with; undefined where it resolves. */
function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
