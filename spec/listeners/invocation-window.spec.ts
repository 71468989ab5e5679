import { expect } from 'chai';
import { InvocationWindow, type WindowLimits } from '../../lib/listeners/invocation-window.js';
import { settled } from '../support/manual-clock.js';

/** A window whose work ends when the spec says so. */
function openWindow(limits: WindowLimits) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const window = new InvocationWindow<string>(limits, (work) => {
    started.push(work);
    return new Promise((resolve) => ends.set(work, resolve));
  });
  const end = async (work: string): Promise<void> => {
    ends.get(work)?.();
    await settled();
  };
  return { window, started, end };
}

/** Whether a promise has resolved by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await settled();
  return done;
}

const never = new AbortController().signal;

describe('InvocationWindow', () => {
  it('starts as much as there is room for, and the rest as the work before it ends', async () => {
    const { window, started, end } = openWindow({ concurrency: 2, prefetch: 2 });
    window.add(['a', 'b', 'c', 'd']);
    expect(started).to.deep.equal(['a', 'b']);
    expect(window).to.include({ inFlight: 2, room: 0 });
    // 'a' is slow and holds up nobody.
    await end('b');
    expect(started).to.deep.equal(['a', 'b', 'c']);
    await end('c');
    expect(started).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(window.room).to.equal(2);
    expect(window.unfinished).to.deep.equal(['a', 'd']);
  });

  it('tells when there is room again', async () => {
    const { window, end } = openWindow({ concurrency: 1, prefetch: 1 });
    expect(await isDone(window.whenRoom(never))).to.equal(true);
    window.add(['a', 'b']);
    const room = window.whenRoom(never);
    expect(await isDone(room)).to.equal(false);
    await end('a');
    expect(await isDone(room)).to.equal(true);
  });

  it('tells when nothing runs any more', async () => {
    const { window, end } = openWindow({ concurrency: 1, prefetch: 1 });
    expect(await isDone(window.whenIdle(never))).to.equal(true);
    window.add(['a', 'b']);
    const idle = window.whenIdle(never);
    await end('a');
    expect(await isDone(idle)).to.equal(false);
    await end('b');
    expect(await isDone(idle)).to.equal(true);
  });

  it('does not make anybody wait who has given up', async () => {
    const { window } = openWindow({ concurrency: 1, prefetch: 0 });
    window.add(['a']);
    const giveUp = new AbortController();
    const waits = Promise.all([window.whenRoom(giveUp.signal), window.whenIdle(giveUp.signal)]);
    expect(await isDone(waits)).to.equal(false);
    giveUp.abort();
    expect(await isDone(waits)).to.equal(true);
    expect(await isDone(window.whenRoom(giveUp.signal))).to.equal(true);
  });

  it('gives up the oldest of what waits, never what runs', () => {
    const { window } = openWindow({ concurrency: 1, prefetch: 2 });
    window.add(['a', 'b', 'c']);
    expect([window.dropOldest(), window.dropOldest(), window.dropOldest()]).to.deep.equal([
      'b',
      'c',
      undefined,
    ]);
    expect(window.unfinished).to.deep.equal(['a']);
    expect(window.room).to.equal(2);
  });

  it('starts nothing more once it is closed, and hands back what waits', async () => {
    const { window, started, end } = openWindow({ concurrency: 1, prefetch: 2 });
    window.add(['a', 'b', 'c']);
    expect(window.close()).to.deep.equal(['b', 'c']);
    window.add(['d']);
    await end('a');
    expect(started).to.deep.equal(['a']);
    expect(window.close()).to.deep.equal(['d']);
  });
});
