import { expect } from 'chai';
import { giveBackAll, mayHold } from '../../../lib/list/at-least-once/give-back-all.js';
import { HeldElements, type Receipt } from '../../../lib/list/at-least-once/held-elements.js';
import type { Lease } from '../../../lib/list/at-least-once/lease.js';
import type { ListConsumer } from '../../../lib/list/at-least-once/list-consumer.js';
import type { ListSource } from '../../../lib/list/at-least-once/list-source.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { RedisTriggersError } from '../../../lib/errors/redis-triggers-error.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ManualClock } from '../../support/manual-clock.js';

const lease = {} as unknown as Lease;
const closed = new RedisTriggersError({ code: 'CONNECTION_LOST', place: 'c', what: 'it closed' });

describe('giveBackAll', () => {
  let clock: ManualClock;
  let held: HeldElements;
  let end: AbortController;
  /** The ids that stayed with each try. */
  let tries: (readonly string[])[];
  let failure: Error | undefined;
  let consumer: { lease: Lease; waiting: number; hasUnanswered: boolean };

  beforeEach(() => {
    clock = new ManualClock();
    held = new HeldElements();
    end = new AbortController();
    tries = [];
    failure = undefined;
    const giveBack = async (staying: readonly string[]): Promise<void> => {
      tries.push(staying);
      await Promise.resolve();
      if (failure) throw failure;
    };
    consumer = Object.assign({ lease, waiting: 0, hasUnanswered: false }, { giveBack });
  });

  function hold(id: string): ListElement {
    const element = new ListElement('orders', Buffer.from(id));
    held.addPopped([{ element, lease, id, state: 'begun' } satisfies Receipt]);
    return element;
  }
  const giveBack = (): Promise<void> =>
    giveBackAll(
      [{ consumer } as unknown as ListSource, {} as unknown as ListSource],
      held,
      clock,
      end.signal,
    );

  it('gives back all but what is held here, and forgets what was left', async () => {
    hold('1');
    held.leaveToOthers(hold('2'));
    await giveBack();
    expect([tries, held.countLeft(lease)]).to.deep.equal([[['1']], 0]);
  });

  it('tries again where it holds what has to go back, until the signal is aborted', async () => {
    failure = closed;
    consumer.waiting = 1;
    const done = giveBack();
    await clock.whenAsleep();
    await clock.advance(5_000);
    await clock.whenAsleep();
    expect(tries).to.have.length(2);
    end.abort();
    await done;
    expect(tries).to.have.length(2);
  });

  it('does not wait for a server that is gone where nothing has to go back', async () => {
    failure = closed;
    hold('1');
    await giveBack();
    expect(tries).to.have.length(1);
    failure = new Error('LOADING');
    const done = giveBack();
    await clock.whenAsleep();
    failure = undefined;
    await clock.advance(5_000);
    await done;
    expect(tries).to.have.length(3);
  });

  it('waits for it a second where a pop was not answered', async () => {
    failure = closed;
    consumer.hasUnanswered = true;
    const done = giveBack();
    for (let tenths = 0; tenths < 9; tenths++) {
      await clock.whenAsleep();
      await clock.advance(100);
    }
    await clock.whenAsleep();
    const before = tries.length;
    await clock.advance(100);
    await done;
    expect([before, tries.length]).to.deep.equal([10, 11]);
  });

  it('does not wait for a key of the wrong type to come right', async () => {
    failure = new RedisReplyError('WRONGTYPE Operation against a key');
    held.leaveToOthers(hold('1'));
    await giveBack();
    expect([tries.length, held.countLeft(lease)]).to.deep.equal([1, 1]);
  });

  it('tries nothing once the signal is aborted', async () => {
    end.abort();
    await giveBack();
    expect(tries).to.deep.equal([]);
  });

  it('is needed for a consumer that holds, left, or waits for something', () => {
    const may = (): boolean => mayHold(consumer as unknown as ListConsumer, held);
    expect(may()).to.equal(false);
    consumer.waiting = 1;
    expect(may()).to.equal(true);
    consumer.waiting = 0;
    const element = hold('1');
    expect(may()).to.equal(true);
    held.leaveToOthers(element);
    expect(may()).to.equal(true);
    held.wasPutBack(lease);
    expect(may()).to.equal(false);
  });
});
