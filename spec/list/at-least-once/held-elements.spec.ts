import { expect } from 'chai';
import { HeldElements } from '../../../lib/list/at-least-once/held-elements.js';
import type { Lease } from '../../../lib/list/at-least-once/lease.js';
import { element } from '../../support/messages.js';

describe('HeldElements', () => {
  const lease = {} as unknown as Lease;

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
