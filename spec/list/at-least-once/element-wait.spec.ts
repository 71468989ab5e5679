import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { ElementWait } from '../../../lib/list/at-least-once/element-wait.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const never = new AbortController().signal;

describe('ElementWait', () => {
  let clock: ManualClock;
  let version: string;
  let moves: RedisCommand[];
  let onMove: () => Promise<unknown>;
  let wait: ElementWait;

  beforeEach(() => {
    clock = new ManualClock();
    version = '7.2.0';
    moves = [];
    onMove = () => Promise.resolve(null);
    const send = (command: RedisCommand): Promise<unknown> => {
      if (command[0] === 'INFO') return Promise.resolve(`redis_version:${version}\r\n`);
      if (command[0] === 'CLIENT') return Promise.resolve(7);
      moves.push(command);
      return onMove();
    };
    const descriptor = { listPopFromBeginning: true, pollingIntervalInMs: 1_000 } as ListFunction;
    wait = new ElementWait(descriptor, { send, onReady: () => undefined }, { send }, clock);
  });

  /** Whether it waited by resting, which it ends. */
  async function rests(keys: readonly string[]): Promise<boolean> {
    const waited = wait.forElement(keys);
    for (let turns = 0; turns < 5; turns++) await settled();
    const isResting = clock.sleeping > 0;
    await clock.advance(1_000);
    await waited;
    return isResting;
  }

  it('waits at the server, and changes nothing there', async () => {
    expect(await rests(['k'])).to.equal(false);
    expect(moves).to.deep.equal([['BLMOVE', 'k', 'k', 'LEFT', 'LEFT', 1]]);
  });

  it('is over only when the server has answered', async () => {
    let answer = (): void => undefined;
    onMove = () => new Promise<void>((resolve) => (answer = resolve));
    let isOver = false;
    const waited = wait.forElement(['k']).then(() => (isOver = true));
    for (let turns = 0; turns < 5; turns++) await settled();
    expect(isOver).to.equal(false);
    answer();
    await waited;
  });

  it('rests where there are several lists, or none', async () => {
    expect(await rests(['k', 'l'])).to.equal(true);
    expect(await rests([])).to.equal(true);
    expect(moves).to.deep.equal([]);
  });

  it('rests below Redis 6.2', async () => {
    version = '6.0.16';
    expect(await rests(['k'])).to.equal(true);
    expect(moves).to.deep.equal([]);
  });

  it('rests where memory is full, or the user may not wait so', async () => {
    for (const text of ['OOM command not allowed', 'NOPERM no permissions']) {
      onMove = () => Promise.reject(new RedisReplyError(text));
      expect(await rests(['k'])).to.equal(true);
    }
    const closed = new Error('Connection is closed.');
    onMove = () => Promise.reject(closed);
    expect(await wait.forElement(['k']).catch((error: unknown) => error)).to.equal(closed);
  });

  it('does not rest once it has ended', async () => {
    await wait.end(never);
    await wait.forElement(['k', 'l']);
    expect(clock.delays).to.deep.equal([]);
  });

  it('is cut short by a nudge', async () => {
    const waited = wait.forElement(['k', 'l']);
    await settled();
    wait.nudge();
    await waited;
    expect(clock.sleeping).to.equal(0);
  });
});
