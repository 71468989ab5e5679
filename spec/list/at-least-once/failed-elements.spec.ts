import { expect } from 'chai';
import type { DeadLetterRecorder } from '../../../lib/dead-letters/dead-letter-recorder.js';
import { FailedElements } from '../../../lib/list/at-least-once/failed-elements.js';
import type { Receipt } from '../../../lib/list/at-least-once/held-elements.js';
import type { Lease } from '../../../lib/list/at-least-once/lease.js';
import type { ListSource } from '../../../lib/list/at-least-once/list-source.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import type { Failed } from '../../../lib/messages/outcome.js';
import { ManualClock } from '../../support/manual-clock.js';

const failure: Failed = { status: 'failed', reason: 'rejected', error: new Error('bad'), attempts: 1 };
const element = new ListElement('orders', Buffer.from('a'));

describe('FailedElements', () => {
  let clock: ManualClock;
  let stopped: AbortController;
  let heard: unknown[];
  /** Each letter, with the field that must still be held for it. */
  let recorded: unknown[];
  /** Whether the element is held under its field. */
  let isHeld: (id: unknown) => boolean;
  /** What renewing the lease shows; throws where Redis does not answer. */
  let onRenew: () => void;
  /** Under which id it is held again, once it was found in its list. */
  let heldAgain: string | undefined;
  let lease: { held: string; isLost: boolean; isDeleted: boolean; renewals: number };
  let failed: FailedElements;

  beforeEach(() => {
    clock = new ManualClock();
    stopped = new AbortController();
    heard = [];
    recorded = [];
    isHeld = () => true;
    onRenew = () => undefined;
    heldAgain = undefined;
    lease = { held: '{orders}:held', isLost: false, isDeleted: false, renewals: 0 };
    const consumer = {
      holdAgain: ({ id }: Receipt) =>
        Promise.resolve(id === 'me.1.0' && heldAgain !== undefined ? receiptOf(heldAgain) : undefined),
    };
    const recordUntil: DeadLetterRecorder['recordUntil'] = (_message, _failure, _signal, acknowledgement) => {
      const field = acknowledgement?.look.at(-1);
      const wasHeld = acknowledgement === undefined || isHeld(field);
      if (wasHeld) recorded.push(acknowledgement ? acknowledgement.commands : 'alone');
      return Promise.resolve(wasHeld);
    };
    failed = new FailedElements({
      deadLetters: { recordUntil },
      sources: [
        { key: 'other', joined: () => Promise.reject(new Error('another list')) },
        { key: 'orders', joined: () => Promise.resolve(consumer) },
      ] as unknown as ListSource[],
      observer: { failed: (error) => heard.push(error), recovered: () => heard.push('recovered') },
      clock,
      stopped: stopped.signal,
    });
  });

  const receiptOf = (id: string): Receipt => {
    const renew = async (): Promise<void> => {
      await Promise.resolve();
      lease.renewals += 1;
      onRenew();
    };
    return { element, lease: Object.assign(lease, { renew }) as unknown as Lease, id, state: 'begun' };
  };
  const record = (): Promise<void> => failed.record(receiptOf('me.1.0'), failure);
  const settledAs = (id: string): unknown => [['HDEL', '{orders}:held', id]];

  it('are recorded and settled in one step where they are held', async () => {
    await record();
    expect([recorded, lease.renewals]).to.deep.equal([[settledAs('me.1.0')], 0]);
  });

  it('are taken out of their list once more where they went back to it', async () => {
    isHeld = (id) => id === 'me.0.0';
    onRenew = () => (lease.isLost = true);
    heldAgain = 'me.0.0';
    await record();
    expect(recorded).to.deep.equal([settledAs('me.0.0')]);
  });

  it('are left to whoever has them', async () => {
    lease.isLost = true;
    await record();
    expect(recorded).to.deep.equal([]);
  });

  it('are recorded alone where they went with their key', async () => {
    isHeld = () => false;
    onRenew = () => Object.assign(lease, { isLost: true, isDeleted: true });
    await record();
    expect(recorded).to.deep.equal(['alone']);
  });

  it('are left alone where they were settled already, such as by a try whose reply was lost', async () => {
    isHeld = () => false;
    await record();
    expect([recorded, lease.renewals]).to.deep.equal([[], 1]);
  });

  it('are looked for again where Redis does not answer, until a stop ends', async () => {
    const closed = new Error('Connection is closed.');
    isHeld = () => false;
    onRenew = () => {
      throw closed;
    };
    const recording = record();
    await clock.whenAsleep();
    expect(heard).to.deep.equal([closed]);
    await clock.advance(10_000);
    expect(lease.renewals).to.equal(2);
    stopped.abort();
    await recording;
    expect(heard).to.deep.equal([closed, closed, 'recovered']);
    expect(recorded).to.deep.equal([]);
  });
});
