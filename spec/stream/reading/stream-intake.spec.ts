import { expect } from 'chai';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import { redeliveryParts } from '../../support/redelivery-parts.js';

const key = 'orders';
const closed = new Error('Connection is closed.');

describe('StreamIntake', () => {
  it('does not count a delivery that no handler has seen, because its reply was lost', async () => {
    const { intake } = redeliveryParts(() => []);
    const entries = [{ key, id: '1-1', deliveryCount: 2, isOwn: false, idleInMs: 0, listedAt: 0 }];
    const claim = (): Promise<unknown> =>
      intake.claim(0, { key, entries }, () => Promise.reject(closed)).catch((error: unknown) => error);
    expect(await claim()).to.equal(closed);
    expect(intake.deliveriesBefore({ key, id: '1-1', deliveryCount: 3 })).to.equal(2);
    expect(intake.deliveriesBefore({ key, id: '1-1', deliveryCount: 3 }), 'it is asked once').to.equal(3);
    await claim();
    expect(intake.deliveriesBefore({ key, id: '1-1', deliveryCount: 2 }), 'a claim that failed').to.equal(2);
    expect(intake.deliveriesBefore({ key, id: '1-2', deliveryCount: 1 }), 'an only delivery').to.equal(0);
  });

  it('lets no entry in twice', async () => {
    const { intake } = redeliveryParts(() => []);
    const entry = new StreamEntry(key, '1-1', []);
    const read = (): Promise<StreamEntry[]> => intake.read(0, () => Promise.resolve([entry]));
    expect([await read(), await read()]).to.deep.equal([[entry], []]);
  });

  it('looks for new entries now and then while there are entries to claim, and at once where it found some', () => {
    const { takeOver } = redeliveryParts(() => []).intake;
    takeOver.offer(
      key,
      Array.from({ length: 9 }, (_, index) => ({
        ...{ key, id: `${index + 1}-0`, deliveryCount: 1, isOwn: false, idleInMs: 0, listedAt: 0 },
      })),
    );
    const takes = (now: number): number => takeOver.next(1, now)?.entries.length ?? 0;
    expect([takes(0), takes(0)], 'by turns').to.deep.equal([1, 0]);
    takeOver.foundNew(0, 0);
    expect([takes(0), takes(49), takes(50)], 'where nothing was new').to.deep.equal([1, 1, 0]);
    takeOver.foundNew(1, 50);
    expect([takes(50), takes(50)], 'where something was new').to.deep.equal([1, 0]);
  });
});
