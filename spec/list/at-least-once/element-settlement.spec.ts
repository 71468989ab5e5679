import { expect } from 'chai';
import {
  ElementSettlement,
  type ElementSettlementOptions,
} from '../../../lib/list/at-least-once/element-settlement.js';
import { HeldElements, type Receipt } from '../../../lib/list/at-least-once/held-elements.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { succeeded } from '../../../lib/messages/outcome.js';
import { settled } from '../../support/manual-clock.js';

describe('ElementSettlement', () => {
  let held: HeldElements;
  let acknowledged: unknown[];
  let flush: () => void;
  let isBehind: boolean;
  let lease: { name: string; isSure: boolean };
  let settlement: ElementSettlement;

  beforeEach(() => {
    held = new HeldElements();
    acknowledged = [];
    isBehind = false;
    lease = { name: 'me', isSure: true };
    const flushed = new Promise<void>((resolve) => (flush = resolve));
    const acknowledger = {
      acknowledge: (_: string, { id }: Receipt) => acknowledged.push(id),
      whenFlushed: () => flushed,
      get isBehind() {
        return isBehind;
      },
    };
    settlement = new ElementSettlement({ held, acknowledger } as unknown as ElementSettlementOptions);
  });

  function hold(id: string): ListElement {
    const element = new ListElement('orders', Buffer.from(id));
    held.addPopped([{ element, lease, id, state: 'begun' } as unknown as Receipt]);
    return element;
  }

  it('does not wait for what is acknowledged, so that the next handler begins at once', () => {
    expect(settlement.settle([hold('1'), hold('2')], [succeeded, succeeded])).to.equal(undefined);
    expect(acknowledged).to.deep.equal(['1', '2']);
  });

  it('acknowledges nothing that this process does not hold any more', () => {
    const gone = new ListElement('orders', Buffer.from('1'));
    expect(settlement.settle([gone, hold('2')], [succeeded, succeeded])).to.equal(undefined);
    expect(acknowledged).to.deep.equal(['2']);
  });

  for (const [why, arrange] of [
    ['too many wait already', () => (isBehind = true)],
    ['the lease may be over', () => (lease.isSure = false)],
  ] as const) {
    it(`waits until all is acknowledged where ${why}`, async () => {
      arrange();
      let isOver = false;
      const settling = settlement.settle([hold('1')], [succeeded])?.then(() => (isOver = true));
      await settled();
      expect([settling !== undefined, isOver]).to.deep.equal([true, false]);
      flush();
      await settling;
      expect(acknowledged).to.deep.equal(['1']);
    });
  }
});
