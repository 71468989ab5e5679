import { expect } from 'chai';
import { HeldEntries } from '../../../lib/stream/entries/held-entries.js';

const ref = (id: string) => ({ key: 'orders', id, deliveryCount: 1 });

describe('HeldEntries', () => {
  let held: HeldEntries;
  let released: string[];

  beforeEach(() => {
    released = [];
    held = new HeldEntries();
    held.onReleased(({ id }) => released.push(id));
    held.admit(ref('1-0'), 0);
    held.admit(ref('2-0'), 0);
  });

  it('tells of each that is released, once', () => {
    held.release(ref('1-0'));
    held.release(ref('1-0'));
    held.release(ref('9-0'));
    expect(released).to.deep.equal(['1-0']);
    expect(held.has(ref('1-0'))).to.equal(false);
    expect(held.has(ref('2-0'))).to.equal(true);
  });

  it('tells whoever waits for a handler that it has ended, when nothing else waits', async () => {
    const ended = held.whenHandlerEnded(ref('1-0'));
    held.release(ref('2-0'));
    held.release(ref('1-0'));
    await ended;
  });

  it('tells whoever waits although the entry was delivered once more meanwhile', async () => {
    const ended = held.whenHandlerEnded(ref('1-0'));
    held.redeliver({ ...ref('1-0'), deliveryCount: 2 }, 1);
    held.retryAt(ref('1-0'), 10);
    await ended;
  });

  it('does not count one among the waiting that is delivered again, or released', () => {
    held.retryAt(ref('1-0'), 10);
    held.retryAt(ref('2-0'), 10);
    held.redeliver(ref('1-0'), 10);
    held.release(ref('2-0'));
    expect(held.count('retrying')).to.equal(0);
    expect(held.nextDueAt).to.equal(Infinity);
    expect(held.isWaiting(ref('1-0'))).to.equal(false);
  });
});
