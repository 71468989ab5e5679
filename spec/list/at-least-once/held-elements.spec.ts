import { expect } from 'chai';
import { HeldElements } from '../../../lib/list/at-least-once/held-elements.js';
import type { ListConsumer } from '../../../lib/list/at-least-once/list-consumer.js';
import { element } from '../../support/messages.js';

describe('HeldElements', () => {
  const consumer = {} as unknown as ListConsumer;

  it('postpones what is held, and not what was taken back', () => {
    const held = new HeldElements();
    const [ours, others] = [element('ours'), element('others')];
    held.took([
      { element: ours, consumer, id: '1:0', hasBegun: false },
      { element: others, consumer, id: '1:1', hasBegun: false },
    ]);
    held.release(others);
    expect(held.postpone([ours, others])).to.deep.equal([ours]);
    expect(held.isPostponed(ours)).to.equal(true);
    expect(held.isPostponed(others)).to.equal(false);
    held.release(ours);
    expect(held.isPostponed(ours)).to.equal(false);
  });
});
