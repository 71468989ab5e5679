import { expect } from 'chai';
import { whenAborted } from '../../lib/time/when-aborted.js';
import { whileMoving } from '../../lib/time/while-moving.js';

describe('whileMoving', () => {
  const never = new AbortController().signal;

  it('ends when nothing has moved for so long', async () => {
    const begunAt = performance.now();
    await whileMoving({ moves: () => 0, stillInMs: 50, mostInMs: 60_000 }, never, whenAborted);
    expect(performance.now() - begunAt).to.be.within(40, 30_000);
  });

  it('goes on while something moves, up to a bound', async () => {
    let moves = 0;
    await whileMoving({ moves: () => moves++, stillInMs: 10, mostInMs: 200 }, never, whenAborted);
    expect(moves).to.be.above(3);
  });

  it('ends with the signal, and with what it waits for', async () => {
    const patience = { moves: () => 0, stillInMs: 60_000, mostInMs: 60_000 };
    const stop = new AbortController();
    const ended = whileMoving(patience, stop.signal, whenAborted);
    stop.abort();
    await ended;
    expect(await whileMoving(patience, stop.signal, () => Promise.resolve(1))).to.equal(1);
    expect(await whileMoving(patience, never, () => Promise.resolve(2))).to.equal(2);
  });
});
