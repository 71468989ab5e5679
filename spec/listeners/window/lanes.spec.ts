import { expect } from 'chai';
import { Lanes } from '../../../lib/listeners/window/lanes.js';
import { settled } from '../../support/manual-clock.js';

/** A work, named by its lane and a number, such as `a1`; those that begin with `-` depend on none. */
class Work {
  constructor(readonly name: string) {}
}

describe('Lanes', () => {
  let admitted: string[];
  let coming: Set<string>;
  /** The works whose lanes are not known yet. */
  let unknown: Map<string, (lane: string | undefined) => void>;
  let lanes: Lanes<Work>;
  const works = new Map<string, Work>();

  beforeEach(() => {
    admitted = [];
    coming = new Set();
    unknown = new Map();
    works.clear();
    lanes = new Lanes<Work>(
      {
        laneOf: ({ name }) => {
          if (name.startsWith('?')) return new Promise((resolve) => unknown.set(name, resolve));
          return name.startsWith('-') ? undefined : name.slice(0, 1);
        },
        idOf: ({ name }) => name,
        comesAgain: ({ name }) => coming.has(name),
        limit: 10,
      },
      ({ name }) => admitted.push(name),
    );
  });

  /** The work of this name; a new object each time that it comes. */
  function enter(name: string): boolean {
    const work = new Work(name);
    works.set(name, work);
    return lanes.enter(work);
  }
  const workOf = (name: string): Work => works.get(name) ?? expect.fail(`no ${name}`);
  const begin = (name: string): void => lanes.begin(workOf(name));
  const end = (name: string): string | undefined => lanes.end(workOf(name))?.name;

  it('let one of each lane run, and those that depend on none', () => {
    expect(['a1', 'a2', 'b1', '-1', '-2', 'a3'].map(enter)).to.deep.equal([
      true,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect([lanes.waiting, lanes.room, lanes.entering]).to.deep.equal([2, 8, 0]);
    expect([end('-1'), end('b1'), end('a1'), end('a2'), end('a3')]).to.deep.equal([
      undefined,
      undefined,
      'a2',
      'a3',
      undefined,
    ]);
    expect([lanes.waiting, enter('a4')]).to.deep.equal([0, true]);
  });

  it('wait for a work that comes again, and let it run before those behind it', () => {
    enter('a1');
    enter('a2');
    begin('a1');
    coming.add('a1');
    expect(end('a1')).to.equal(undefined);
    expect(enter('a3')).to.equal(false);
    expect(enter('b1'), 'another').to.equal(true);
    expect(enter('a1')).to.equal(true);
    coming.clear();
    expect([end('a1'), end('a2'), end('a3')]).to.deep.equal(['a2', 'a3', undefined]);
  });

  it('keep the turn of a work that has come again before its end was told', () => {
    enter('a1');
    const first = workOf('a1');
    enter('a2');
    expect(enter('a1')).to.equal(false);
    expect(lanes.waiting, 'it is not behind others').to.equal(1);
    expect(lanes.end(first)?.name).to.equal('a1');
    expect([end('a1'), end('a2')]).to.deep.equal(['a2', undefined]);
  });

  it('stop waiting for a work that does not come again after all', () => {
    enter('a1');
    enter('a2');
    coming.add('a1');
    end('a1');
    expect(lanes.stopWaitingFor('b1')).to.equal(undefined);
    expect(lanes.stopWaitingFor('a1')?.name).to.equal('a2');
    expect(lanes.stopWaitingFor('a1')).to.equal(undefined);
    expect(lanes.waiting).to.equal(0);
  });

  it('let works in by the order in which they came, as soon as the lane of the oldest is known', async () => {
    expect(['?1', 'a1', '?2', '-1'].map(enter)).to.deep.equal([false, false, false, false]);
    expect([lanes.entering, lanes.room]).to.deep.equal([4, 10]);
    unknown.get('?2')?.('b');
    await settled();
    expect(admitted).to.deep.equal([]);
    unknown.get('?1')?.('a');
    await settled();
    expect([admitted, lanes.waiting, lanes.entering]).to.deep.equal([['?1', '?2', '-1'], 1, 0]);
    expect(end('?1')).to.equal('a1');
    expect(enter('c1')).to.equal(true);
  });

  it('give a work that comes again its turn also behind one whose lane is not known', async () => {
    enter('a1');
    enter('?1');
    coming.add('a1');
    end('a1');
    expect(enter('a1')).to.equal(true);
    enter('a2');
    unknown.get('?1')?.(undefined);
    await settled();
    expect([admitted, lanes.waiting]).to.deep.equal([['?1'], 1]);
  });

  it('give back at the end what has not begun, in the order in which it came', async () => {
    ['a1', 'a2', '-1', 'b1', '?1', 'c1'].forEach(enter);
    begin('a1');
    begin('b1');
    expect(lanes.drain().map(({ name }) => name)).to.deep.equal(['a2', '-1', '?1', 'c1']);
    expect([lanes.waiting, lanes.entering, lanes.drain()]).to.deep.equal([0, 0, []]);
    unknown.get('?1')?.('a');
    await settled();
    expect([admitted, end('a1')]).to.deep.equal([[], undefined]);
    expect(enter('a3')).to.equal(true);
  });
});
