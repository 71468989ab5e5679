import { expect } from 'chai';
import { PostponedWorks, roomForElements } from '../../../lib/listeners/window/postponed-works.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

function makeWorks() {
  const clock = new ManualClock();
  const delivered: number[] = [];
  const works = new PostponedWorks<number>(clock, (work) => delivered.push(work));
  return { clock, delivered, works };
}

/** Whether a promise has resolved by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await settled();
  return done;
}

describe('PostponedWorks', () => {
  it('delivers each when its time has come, and holds up nobody meanwhile', async () => {
    const { clock, delivered, works } = makeWorks();
    await works.add(1, 100);
    await works.add(2, 50);
    await clock.advance(49);
    expect(delivered).to.deep.equal([]);
    await clock.advance(1);
    expect(delivered).to.deep.equal([2]);
    await clock.advance(50);
    expect(delivered).to.deep.equal([2, 1]);
  });

  it('keeps the place of what comes when a thousand wait', async () => {
    const { clock, delivered, works } = makeWorks();
    for (let work = 0; work < 1_000; work++) await works.add(work, 100);
    const kept = works.add(1_000, 100);
    expect(await isDone(kept)).to.equal(false);
    await clock.advance(100);
    expect(await isDone(kept)).to.equal(true);
    expect(delivered).to.have.length(1_001);
    expect(await isDone(works.add(1_001, 100))).to.equal(true);
  });

  it('keeps the place of what comes when too many bytes wait', async () => {
    const clock = new ManualClock();
    const works = new PostponedWorks<readonly ListElement[]>(clock, () => undefined, roomForElements);
    const work = [new ListElement('k', Buffer.alloc(10_000_000))];
    await works.add([...work], 100);
    await works.add([...work], 100);
    const kept = works.add([...work], 100);
    expect(await isDone(kept)).to.equal(false);
    await clock.advance(100);
    expect(await isDone(kept)).to.equal(true);
  });

  it('gives the room back when what waited is delivered, to the byte', async () => {
    const clock = new ManualClock();
    const room = { sizeOf: ({ size }: { size: number }) => size, mostBytes: 100 };
    const works = new PostponedWorks<{ size: number }>(clock, () => undefined, room);
    for (let round = 0; round < 2; round++) {
      expect(await isDone(works.add({ size: 99 }, 10))).to.equal(true);
      expect(await isDone(works.add({ size: 1 }, 10)), 'there is room for one byte').to.equal(true);
      expect(await isDone(works.add({ size: 1 }, 10)), 'there is room for none').to.equal(false);
      await clock.advance(10);
    }
  });

  it('hands back what waits when it is closed, in order, and delivers none of it', async () => {
    const { clock, delivered, works } = makeWorks();
    for (let work = 0; work < 1_000; work++) await works.add(work, 1_000 - work);
    const kept = works.add(1_000, 100);
    expect(works.close()).to.deep.equal(Array.from({ length: 1_001 }, (_, work) => work));
    expect(await isDone(kept)).to.equal(true);
    await clock.advance(1_000);
    expect(delivered).to.deep.equal([]);
  });
});
