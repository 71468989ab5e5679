import { expect } from 'chai';
import { BlockedRead } from '../../../lib/listeners/reading/blocked-read.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { settled } from '../../support/manual-clock.js';

const never = new AbortController().signal;

describe('BlockedRead', () => {
  let asked: number;
  let woken: RedisCommand[];
  let answer: (reply: unknown) => void;
  let clientId: () => Promise<unknown>;
  let onUnblock: () => Promise<unknown>;
  let blocked: BlockedRead;

  beforeEach(() => {
    asked = 0;
    woken = [];
    clientId = () => Promise.resolve(7);
    onUnblock = () => {
      answer(null);
      return Promise.resolve(1);
    };
    const send = ([name]: RedisCommand): Promise<unknown> => {
      if (name !== 'CLIENT') return new Promise((resolve) => (answer = resolve));
      asked += 1;
      return clientId();
    };
    const waker = {
      send: (command: RedisCommand): Promise<unknown> => {
        woken.push(command);
        return onUnblock();
      },
    };
    blocked = new BlockedRead({ send }, waker);
  });

  const forbidden = (): Promise<never> => Promise.reject(new RedisReplyError('NOPERM no permissions'));
  const read = (): Promise<unknown> => blocked.send(['BLPOP', 'k', 60], 60_000);

  it('asks once which connection it is, and again when it is another', async () => {
    expect(blocked).to.include({ isPrepared: false, isWakeable: false });
    await blocked.prepare();
    await blocked.prepare();
    expect(blocked).to.include({ isPrepared: true, isWakeable: true });
    expect(asked).to.equal(1);
    blocked.reset();
    expect(blocked.isPrepared).to.equal(false);
    await blocked.prepare();
    expect(asked).to.equal(2);
  });

  it('is not woken where the user may not ask which connection it is', async () => {
    clientId = forbidden;
    await blocked.prepare();
    expect(blocked).to.include({ isPrepared: true, isWakeable: false });
    const reading = read();
    const end = new AbortController();
    const waking = blocked.wake(end.signal);
    await settled();
    end.abort();
    await waking;
    expect(woken).to.deep.equal([]);
    answer('an element');
    expect(await reading).to.equal('an element');
  });

  it('does not take another failure for that', async () => {
    const closed = new Error('Connection is closed.');
    clientId = () => Promise.reject(closed);
    expect(await blocked.prepare().catch((error: unknown) => error)).to.equal(closed);
    expect(blocked.isPrepared).to.equal(false);
  });

  it('lets a read that does not wait go with the question, and fails none with it', async () => {
    clientId = () => new Promise(() => undefined);
    await blocked.prepareFor(false);
    expect(asked).to.equal(1);
    const closed = new Error('Connection is closed.');
    clientId = () => Promise.reject(closed);
    await blocked.prepareFor(false);
    expect(await blocked.prepareFor(true).catch((error: unknown) => error)).to.equal(closed);
  });

  it('is woken at the server, and waits for its reply', async () => {
    await blocked.prepare();
    const steps: string[] = [];
    const reading = read().then(() => steps.push('answered'));
    await blocked.wake(never).then(() => steps.push('woken'));
    await reading;
    expect(woken).to.deep.equal([['CLIENT', 'UNBLOCK', 7]]);
    expect(steps).to.have.members(['answered', 'woken']);
    expect(await read(), 'what is sent after the end').to.equal(null);
  });

  it('waits again after it was only nudged', async () => {
    await blocked.prepare();
    blocked.nudge();
    expect(woken, 'nothing is under way').to.deep.equal([]);
    const reading = read();
    blocked.nudge();
    expect(await reading).to.equal(null);
    const next = read();
    await settled();
    answer('an element');
    expect(await next).to.equal('an element');
    expect(woken).to.have.length(1);
  });

  it('ends by itself where the user may wake nobody', async () => {
    await blocked.prepare();
    onUnblock = forbidden;
    const reading = read();
    const waking = blocked.wake(never);
    await settled();
    expect(blocked.isWakeable).to.equal(false);
    answer(null);
    await Promise.all([reading, waking]);
    expect(woken).to.have.length(1);
  });
});
