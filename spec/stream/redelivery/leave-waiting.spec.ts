import { expect } from 'chai';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { leaveWaiting } from '../../../lib/stream/redelivery/leave-waiting.js';
import { ManualClock } from '../../support/manual-clock.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

describe('leaveWaiting', () => {
  let commands: RedisCommand[];
  let clock: ManualClock;
  /** Fails what is sent for this key. */
  let bad: string | undefined;

  beforeEach(() => {
    commands = [];
    clock = new ManualClock();
    bad = undefined;
  });

  function makeParts() {
    const parts = redeliveryParts(
      (command) => {
        commands.push(command);
        if (command[1] === bad) throw new RedisReplyError('WRONGTYPE Operation against a key');
        return [];
      },
      {},
      clock,
    );
    const wait = (key: string, id: string, deliveryCount: number): void => {
      parts.held.admit({ key, id, deliveryCount }, 0);
      parts.held.retryAt({ key, id, deliveryCount }, 1_000);
    };
    return { ...parts, claimIdleInMs: 60_000, wait };
  }

  const left = (): unknown[] => commands.map(([, key, , , , ...rest]) => [key, ...rest]);
  const times = (count: number): unknown[] => ['IDLE', 60_000, 'RETRYCOUNT', count];

  it('leaves with one command what was delivered as often, and not what runs', async () => {
    const parts = makeParts();
    parts.wait('orders', '1-1', 1);
    parts.wait('orders', '1-2', 2);
    parts.wait('orders', '1-3', 1);
    parts.wait('refunds', '1-1', 1);
    parts.held.admit({ key: 'orders', id: '1-4', deliveryCount: 1 }, 0);
    await leaveWaiting(parts);
    expect(left()).to.deep.equal([
      ['orders', '1-1', '1-3', ...times(1), 'JUSTID'],
      ['orders', '1-2', ...times(2), 'JUSTID'],
      ['refunds', '1-1', ...times(1), 'JUSTID'],
    ]);
  });

  it('makes pending again what was dropped with its group, unless another had it before', async () => {
    const parts = makeParts();
    parts.wait('orders', '1-1', 1);
    parts.wait('orders', '1-2', 3);
    parts.held.groupIsGone('orders');
    await leaveWaiting(parts);
    expect(left()).to.deep.equal([
      ['orders', '1-1', ...times(1), 'FORCE', 'JUSTID'],
      ['orders', '1-2', ...times(3), 'JUSTID'],
    ]);
  });

  it('leaves the others also where one of them fails', async () => {
    const parts = makeParts();
    parts.wait('orders', '1-1', 1);
    parts.wait('refunds', '1-1', 1);
    bad = 'orders';
    const failed = await leaveWaiting(parts).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(RedisReplyError);
    expect(commands.map(([, key]) => key)).to.deep.equal(['orders', 'refunds']);
  });

  it('leaves nothing that another has by now, so that it asks first where a lease may be over', async () => {
    const parts = makeParts();
    parts.wait('orders', '1-1', 1);
    await clock.advance(50_000);
    await leaveWaiting(parts);
    expect(commands.map(([name]) => name)).to.deep.equal(['XPENDING', 'XPENDING']);
  });
});
