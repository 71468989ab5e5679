import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { HeldElements, type Receipt } from '../../../lib/list/at-least-once/held-elements.js';
import { LeaseGuard } from '../../../lib/list/at-least-once/lease-guard.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { succeeded } from '../../../lib/messages/outcome.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const descriptor = { place: 'A.b', maxDeliveryCount: 3 } as ListFunction;

describe('LeaseGuard of a list', () => {
  let clock: ManualClock;
  let held: HeldElements;
  let ended: AbortController;
  let executed: string[][];
  let turnedAway: unknown[];
  let lease: { isSure: boolean; isLost: boolean; asked: number; confirm: () => Promise<void> };
  /** What asking for the lease comes to. */
  let onConfirm: () => void;
  let guard: LeaseGuard;

  beforeEach(() => {
    clock = new ManualClock();
    held = new HeldElements();
    ended = new AbortController();
    executed = [];
    turnedAway = [];
    onConfirm = () => (lease.isSure = true);
    lease = {
      isSure: true,
      isLost: false,
      asked: 0,
      confirm: async () => {
        lease.asked += 1;
        await Promise.resolve();
        onConfirm();
      },
    };
    guard = new LeaseGuard({
      descriptor,
      executor: {
        execute: (messages) => {
          executed.push((messages as readonly ListElement[]).map(({ body }) => String(body)));
          return messages.map(() => succeeded);
        },
      },
      held,
      observer: {
        turnedAway: (message, { reason }) => turnedAway.push([String((message as ListElement).body), reason]),
      },
      clock,
      ended: ended.signal,
    });
  });

  function hold(body: string, deliveryCount = 1): ListElement {
    const element = new ListElement('orders', Buffer.from(body), deliveryCount);
    held.addPopped([{ element, lease, id: body, state: 'waiting' } as unknown as Receipt]);
    return element;
  }

  const execute = async (elements: readonly ListElement[]): Promise<string[]> =>
    (await guard.execute(elements)).map(({ status }) => status);
  const stateOf = (element: ListElement): unknown => held.receiptOf(element)?.state;

  it('begins at once while the lease is sure, and counts an element as begun', async () => {
    const element = hold('a');
    expect(guard.execute([element])).to.deep.equal([succeeded]);
    const batch = [hold('b'), hold('c')];
    expect(await execute(batch)).to.deep.equal(['succeeded', 'succeeded']);
    expect([element, ...batch].map(stateOf)).to.deep.equal(['begun', 'begun', 'begun']);
    expect([executed, lease.asked]).to.deep.equal([[['a'], ['b', 'c']], 0]);
  });

  it('asks for a lease that may be over, and begins when it lasts', async () => {
    lease.isSure = false;
    const element = hold('a');
    expect(await execute([element])).to.deep.equal(['succeeded']);
    expect([lease.asked, stateOf(element)]).to.deep.equal([1, 'begun']);
  });

  it('asks again where Redis did not answer', async () => {
    lease.isSure = false;
    onConfirm = () => {
      throw new Error('Connection is closed.');
    };
    const outcomes = execute([hold('a')]);
    await clock.whenAsleep();
    expect(executed).to.deep.equal([]);
    onConfirm = () => (lease.isSure = true);
    await clock.advance(10_000);
    expect(await outcomes).to.deep.equal(['succeeded']);
    expect(lease.asked).to.equal(2);
  });

  it('begins nothing where the lease is lost, or where the element is not held any more', async () => {
    lease.isSure = false;
    onConfirm = () => (lease.isLost = true);
    expect(await execute([hold('a'), hold('b')])).to.deep.equal(['cancelled', 'cancelled']);
    expect(await execute([new ListElement('orders', Buffer.from('c'))])).to.deep.equal(['cancelled']);
    expect([executed, lease.asked]).to.deep.equal([[], 1]);
  });

  it('begins nothing any more at the end of a stop', async () => {
    lease.isSure = false;
    onConfirm = () => {
      throw new Error('Connection is closed.');
    };
    const outcomes = execute([hold('a')]);
    await clock.whenAsleep();
    ended.abort();
    expect(await outcomes).to.deep.equal(['cancelled']);
    await settled();
    expect(lease.asked).to.equal(1);
  });

  it('fails what was delivered too often, and runs the others of its batch', async () => {
    expect(await execute([hold('a', 4)])).to.deep.equal(['failed']);
    const batch = [hold('b', 3), hold('c', 4), hold('d')];
    expect(await execute(batch)).to.deep.equal(['succeeded', 'failed', 'succeeded']);
    expect(executed).to.deep.equal([['b', 'd']]);
    expect(turnedAway).to.deep.equal([
      ['a', 'too-many-deliveries'],
      ['c', 'too-many-deliveries'],
    ]);
  });
});
