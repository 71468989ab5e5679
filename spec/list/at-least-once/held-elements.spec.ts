import { expect } from 'chai';
import { HeldElements } from '../../../lib/list/at-least-once/held-elements.js';
import type { Lease } from '../../../lib/list/at-least-once/lease.js';
import { element } from '../../support/messages.js';

describe('HeldElements', () => {
  const lease = {} as unknown as Lease;

  it('counts what is left to others until it is put back, and what went with a key that was deleted', () => {
    const held = new HeldElements();
    const elements = ['a', 'b', 'c'].map((text) => element(text));
    const receipts = elements.map((each, index) => ({
      ...{ element: each, lease, id: `1:${index}`, state: 'waiting' as const },
    }));
    held.addPopped(receipts);
    for (const each of elements.slice(0, 2)) held.leaveToOthers(each);
    expect(held.countLeft(lease)).to.equal(2);
    held.wasPutBack(lease);
    expect(held.countLeft(lease)).to.equal(0);
    for (const each of elements) held.leaveToOthers(each);
    expect(held.countLeft(lease), 'what is not held is not left').to.equal(1);
    held.addPopped(receipts.slice(0, 2));
    for (const receipt of receipts.slice(0, 1)) held.begin(receipt);
    expect(held.removeDeleted(lease), 'one that waited, one that was left').to.equal(2);
    expect(held.removeDeleted(lease)).to.equal(0);
  });

  it('postpones what is held, and not what was taken back', () => {
    const held = new HeldElements();
    const [ours, others] = [element('ours'), element('others')];
    held.addPopped([
      { element: ours, lease, id: '1:0', state: 'waiting' },
      { element: others, lease, id: '1:1', state: 'waiting' },
    ]);
    held.removeSettled(others);
    expect(held.postpone([ours, others])).to.deep.equal([ours]);
    expect(held.isPostponed(ours)).to.equal(true);
    expect(held.isPostponed(others)).to.equal(false);
    held.removeSettled(ours);
    expect(held.isPostponed(ours)).to.equal(false);
  });
});
