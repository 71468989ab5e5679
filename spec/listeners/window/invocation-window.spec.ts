import { expect } from 'chai';
import { InvocationWindow, type WindowLimits } from '../../../lib/listeners/window/invocation-window.js';
import type { LaneRules } from '../../../lib/listeners/window/lanes.js';
import type { WorkActions } from '../../../lib/listeners/window/work-actions.js';
import { succeeded } from '../../../lib/messages/outcome.js';
import type { Permit } from '../../../lib/messages/permit.js';
import { rethrow } from '../../support/hostile-values.js';
import { settled } from '../../support/manual-clock.js';

/** A window whose work ends when the spec says so. */
function openWindow(limits: WindowLimits, laneRules?: LaneRules<string>) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const permits = new Map<string, Permit>();
  const actions: WorkActions<string> = {
    execute(work, permit) {
      started.push(work);
      permits.set(work, permit);
      return new Promise((resolve) => ends.set(work, () => resolve([succeeded])));
    },
    settle: () => undefined,
  };
  const window = new InvocationWindow(limits, actions, laneRules);
  const end = async (work: string): Promise<void> => {
    ends.get(work)?.();
    await settled();
  };
  const leave = (work: string): void => permits.get(work)?.yield();
  const comeBack = (work: string, signal = never): Promise<void> =>
    permits.get(work)?.reacquire(signal) ?? Promise.resolve();
  return { window, started, end, leave, comeBack };
}

/** Whether a promise has resolved by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await settled();
  return done;
}

const never = new AbortController().signal;

const limits = { concurrency: 2, prefetch: 2 };

describe('InvocationWindow', () => {
  it('has sent what is to be under way, once for all that ended together, before it starts what waited', async () => {
    const log: string[] = [];
    const ends: (() => void)[] = [];
    const actions: WorkActions<string> = {
      execute(work) {
        log.push(work);
        return new Promise((resolve) => ends.push(() => resolve([succeeded])));
      },
      settle: () => undefined,
      beforeStart: () => void log.push(`before, ${window.room} free`),
    };
    const window = new InvocationWindow(limits, actions);
    window.add(['a', 'b', 'c', 'd']);
    expect(log).to.deep.equal(['a', 'b']);
    for (const end of ends.splice(0)) end();
    await settled();
    expect(log).to.deep.equal(['a', 'b', 'before, 2 free', 'c', 'd']);
    for (const end of ends.splice(0)) end();
    await settled();
    // Nothing waits, so nothing starts.
    expect(log).to.have.length(5);
    expect(window.inFlight).to.equal(0);
  });

  it('is not idle between the end of a work and the start of what waits for it', async () => {
    let end: () => void = () => undefined;
    const actions: WorkActions<string> = {
      execute: () => new Promise((resolve) => (end = () => resolve([succeeded]))),
      settle: () => undefined,
      beforeStart: () => undefined,
    };
    const window = new InvocationWindow({ concurrency: 1, prefetch: 1 }, actions);
    window.add(['a', 'b']);
    end();
    for (let turns = 0; window.inFlight > 0 && turns < 10; turns++) await Promise.resolve();
    expect(window.inFlight).to.equal(0);
    const idle = window.whenIdle(never);
    expect(await isDone(idle)).to.equal(false);
    end();
    expect(await isDone(idle)).to.equal(true);
  });

  it('starts as much as there is room for, and the rest as the work before it ends', async () => {
    const { window, started, end } = openWindow(limits);
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

  const escaped = new Error('escaped');
  for (const [how, actions] of [
    ['executing throws', { execute: () => rethrow(escaped) }],
    ['executing rejects', { execute: () => Promise.reject(escaped) }],
    ['settling throws', { settle: () => rethrow(escaped) }],
    ['settling rejects', { settle: () => Promise.reject(escaped) }],
    ['settling throws later', { execute: () => Promise.resolve([]), settle: () => rethrow(escaped) }],
    ['settling rejects later', { execute: () => Promise.resolve([]), settle: () => Promise.reject(escaped) }],
  ] satisfies [string, Partial<WorkActions<string>>][]) {
    it(`gives the permit back when ${how}, says so, and is not live any more`, async () => {
      const heard: unknown[] = [];
      const limits = { concurrency: 1, prefetch: 2 };
      const bad: WorkActions<string> = { execute: () => [succeeded], settle: () => undefined, ...actions };
      const good: WorkActions<string> = {
        execute: (work, permit) => (work === 'bad' ? bad.execute(work, permit) : [succeeded]),
        settle: (work, outcomes) => (work === 'bad' ? bad.settle(work, outcomes) : undefined),
      };
      const window = new InvocationWindow<string>(limits, good, undefined, (thrown, work) => {
        heard.push(thrown, work);
        throw new Error('whoever hears of it fails as well');
      });
      window.add(['good']);
      expect(window.liveness.isLive).to.equal(true);
      window.add(['bad', 'bad']);
      await settled();
      expect(window).to.include({ inFlight: 0, waits: 0, room: 3 });
      expect(heard).to.deep.equal([escaped, 'bad', escaped, 'bad']);
      expect(window.liveness.isLive).to.equal(false);
    });
  }

  it('counts and keeps a work until it is settled', async () => {
    const ends: (() => void)[] = [];
    const window = new InvocationWindow<string>(
      { concurrency: 2, prefetch: 0 },
      {
        execute: (work) => (work === 'a' ? [succeeded] : Promise.resolve([succeeded])),
        settle: () => new Promise((resolve) => ends.push(resolve)),
      },
    );
    window.add(['a', 'b']);
    await settled();
    expect(window).to.include({ inFlight: 2, room: 0 });
    expect(window.unfinished).to.deep.equal(['a', 'b']);
    for (const end of ends) end();
    await settled();
    expect(window).to.include({ inFlight: 0, room: 2 });
  });

  it('has room for no more than may wait, whatever could be read ahead', () => {
    const { window } = openWindow({ concurrency: 1, prefetch: 10, mostWaiting: () => 3 });
    window.add(['a', 'b']);
    expect(window).to.include({ waits: 1, room: 2, roomToStart: 9 });
    window.add(['c', 'd']);
    expect(window.room).to.equal(0);
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

  it('ends at once what ends at once, however much there is', async () => {
    let most = 0;
    const window: InvocationWindow<string> = new InvocationWindow<string>(
      { concurrency: 2, prefetch: 0 },
      {
        execute() {
          most = Math.max(most, window.inFlight);
          return [succeeded];
        },
        settle: () => undefined,
      },
    );
    window.add(Array.from({ length: 100_000 }, (_, index) => `${index}`));
    expect(window).to.include({ inFlight: 0, room: 2 });
    expect(most).to.equal(1);
    expect(await isDone(window.whenIdle(never))).to.equal(true);
  });

  describe('with work that leaves its permit for a while', () => {
    it('starts other work in its permit, and still counts it', async () => {
      const { window, started, end, leave } = openWindow(limits);
      window.add(['a', 'b', 'c']);
      const idle = window.whenIdle(never);
      leave('a');
      expect(started).to.deep.equal(['a', 'b', 'c']);
      expect(window).to.include({ inFlight: 3, room: 2 });
      await end('b');
      await end('c');
      expect(await isDone(idle)).to.equal(false);
      expect(window.unfinished).to.deep.equal(['a']);
      await end('a');
      expect(await isDone(idle)).to.equal(true);
      expect(window.room).to.equal(4);
    });

    it('gives it the next permit that is free, before what has not begun', async () => {
      const { window, started, end, leave, comeBack } = openWindow(limits);
      window.add(['a', 'b', 'c', 'd']);
      leave('a');
      const back = comeBack('a');
      expect(await isDone(back)).to.equal(false);
      await end('b');
      expect(await isDone(back)).to.equal(true);
      expect(started).to.deep.equal(['a', 'b', 'c']);
      await end('a');
      expect(started).to.deep.equal(['a', 'b', 'c', 'd']);
    });

    it('does not make it wait for a permit once it has given up, and takes none for it', async () => {
      const { window, end, leave, comeBack } = openWindow({ concurrency: 2, prefetch: 0 });
      window.add(['a', 'b']);
      leave('a');
      window.add(['c']);
      const stop = new AbortController();
      const back = comeBack('a', stop.signal);
      stop.abort();
      expect(await isDone(back)).to.equal(true);
      await end('a');
      await end('b');
      await end('c');
      expect(window).to.include({ inFlight: 0, room: 2 });
    });

    it('keeps its permit where there is only one', async () => {
      const { window, started, leave, comeBack } = openWindow({ concurrency: 1, prefetch: 1 });
      window.add(['a', 'b']);
      leave('a');
      expect(started).to.deep.equal(['a']);
      expect(await isDone(comeBack('a'))).to.equal(true);
    });

    it('keeps its permit when a thousand are away', () => {
      const { window, started, leave } = openWindow({ concurrency: 2, prefetch: 0 });
      for (let count = 0; count < 1_010; count++) {
        window.add([`${count}`]);
        leave(`${count}`);
      }
      expect(started).to.have.length(1_002);
      expect(window.room).to.equal(-8);
    });
  });

  describe('with lanes', () => {
    /** The first letter is the lane; what is in `again` comes again. */
    function openLanes(limits: WindowLimits, limit = 4) {
      const again = new Set<string>();
      const rules: LaneRules<string> = {
        laneOf: (work) => (work === 'none' ? undefined : work.charAt(0)),
        idOf: (work) => work,
        comesAgain: (work) => again.has(work),
        limit,
      };
      return { ...openWindow(limits, rules), again };
    }

    it('runs those of one lane one after another, and others beside them', async () => {
      const { window, started, end } = openLanes({ concurrency: 3, prefetch: 0 });
      window.add(['a1', 'a2', 'b1', 'none', 'a3']);
      expect(started).to.deep.equal(['a1', 'b1', 'none']);
      await end('a1');
      expect(started).to.deep.equal(['a1', 'b1', 'none', 'a2']);
      await end('b1');
      await end('none');
      expect(started).to.have.length(4);
      await end('a2');
      expect(started.at(-1)).to.equal('a3');
    });

    it('has room for others while some wait behind their lane, up to a limit', async () => {
      const { window, end } = openLanes({ concurrency: 2, prefetch: 0 });
      window.add(['a1', 'a2', 'a3', 'a4']);
      expect(window.room).to.equal(1);
      window.add(['a5']);
      expect(window).to.include({ room: 0, roomToStart: 1 });
      const room = window.whenRoom(never);
      expect(await isDone(window.whenRoomToStart(never))).to.equal(true);
      expect(await isDone(room)).to.equal(false);
      await end('a1');
      expect(await isDone(room)).to.equal(true);
    });

    it('goes on only once when it stops waiting for what does not come again', async () => {
      const { window, started, end, again } = openLanes({ concurrency: 3, prefetch: 0 });
      again.add('a1');
      window.add(['a1', 'a2', 'a3']);
      await end('a1');
      expect(started).to.deep.equal(['a1']);
      window.stopWaitingFor('a1');
      window.stopWaitingFor('a1');
      expect(started).to.deep.equal(['a1', 'a2']);
    });

    it('keeps the lane of work that leaves its permit, and not the permit', async () => {
      const { window, started, end, leave } = openLanes({ concurrency: 2, prefetch: 2 });
      window.add(['a1', 'b1', 'a2', 'c1']);
      leave('a1');
      expect(started).to.deep.equal(['a1', 'b1', 'c1']);
      expect(window.waits).to.equal(1);
      await end('b1');
      await end('c1');
      expect(started).to.have.length(3);
      await end('a1');
      expect(started.at(-1)).to.equal('a2');
    });

    it('waits for work that comes again, until it has ended for good', async () => {
      const { window, started, end, again } = openLanes({ concurrency: 2, prefetch: 0 });
      window.add(['a1', 'a2']);
      again.add('a1');
      await end('a1');
      expect(window).to.include({ inFlight: 0, room: 2 });
      window.add(['a1']);
      again.clear();
      expect(started).to.deep.equal(['a1', 'a1']);
      await end('a1');
      expect(started).to.deep.equal(['a1', 'a1', 'a2']);
    });

    it('keeps the turn of work that comes again before its end was told', async () => {
      const { window, started, end } = openLanes({ concurrency: 2, prefetch: 0 });
      window.add(['a1', 'a2']);
      window.add(['a1']);
      expect(started).to.deep.equal(['a1']);
      await end('a1');
      expect(started).to.deep.equal(['a1', 'a1']);
      await end('a1');
      expect(started).to.deep.equal(['a1', 'a1', 'a2']);
    });

    it('goes on without work that does not come again after all', async () => {
      const { window, started, end, again } = openLanes({ concurrency: 2, prefetch: 0 });
      window.add(['a1', 'a2']);
      again.add('a1');
      await end('a1');
      window.stopWaitingFor('b1');
      expect(started).to.deep.equal(['a1']);
      window.stopWaitingFor('a1');
      expect(started).to.deep.equal(['a1', 'a2']);
    });

    it('hands back what waits in the order in which it came', async () => {
      const { window, end } = openLanes({ concurrency: 1, prefetch: 9 });
      window.add(['a1', 'a2', 'b1', 'a3', 'b2']);
      expect(window.close()).to.deep.equal(['a2', 'b1', 'a3', 'b2']);
      window.add(['c1']);
      await end('a1');
      expect(window.close()).to.deep.equal(['c1']);
    });

    it('forgets a lane that has nothing left', async () => {
      const { window, started, end } = openLanes({ concurrency: 2, prefetch: 0 });
      for (const work of ['a1', 'a2', 'a3']) {
        window.add([work]);
        await end(work);
      }
      expect(started).to.deep.equal(['a1', 'a2', 'a3']);
    });
  });
});
