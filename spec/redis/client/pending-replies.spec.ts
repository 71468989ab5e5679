import { expect } from 'chai';
import { PendingReplies } from '../../../lib/redis/client/pending-replies.js';
import { ManualClock } from '../../support/manual-clock.js';

describe('PendingReplies', () => {
  let clock: ManualClock;
  let commands: PendingReplies;
  let rejected: string[];

  beforeEach(() => {
    clock = new ManualClock();
    commands = new PendingReplies(clock);
    rejected = [];
  });

  const add = (name: string, blocksInMs = 0, bytes = 0) =>
    commands.add(blocksInMs, bytes, () => rejected.push(name));

  it('knows when the oldest is overdue, in whatever order they are answered', async () => {
    const start = clock.now();
    const [first, second] = [add('first', 1_000), add('second')];
    await clock.advance(10);
    add('third');
    expect(commands.oldestDueAt).to.equal(start + 6_000);
    commands.answered(second);
    expect(commands.size).to.equal(2);
    commands.answered(first);
    expect(commands.oldestDueAt).to.equal(start + 5_010);
    expect(commands.longestInMs).to.equal(5_000);
  });

  it('knows how many bytes no reply has confirmed', () => {
    const [first, second] = [add('first', 0, 10), add('second', 0, 7)];
    commands.answered(second);
    expect(commands.bytes).to.equal(10);
    commands.answered(second);
    commands.answered(first);
    expect(commands.bytes).to.equal(0);
  });

  it('counts one that is answered twice once', () => {
    const first = add('first');
    add('second');
    commands.answered(first);
    commands.answered(first);
    expect(commands.size).to.equal(1);
  });

  it('rejects those that were not answered, in their order, and knows none afterwards', () => {
    add('first');
    const second = add('second');
    add('third');
    commands.answered(second);
    commands.rejectAll(() => new Error('lost'));
    expect(rejected).to.deep.equal(['first', 'third']);
    expect(commands.size).to.equal(0);
    expect(commands.oldestDueAt).to.equal(undefined);
    add('fourth');
    expect(commands.size).to.equal(1);
  });
});
