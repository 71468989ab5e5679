import { expect } from 'chai';
import { IsolationGate } from '../../../lib/listeners/poison/isolation-gate.js';
import { settled } from '../../support/manual-clock.js';

describe('IsolationGate', () => {
  const never = new AbortController().signal;
  let gate: IsolationGate;
  let inside: string[];

  beforeEach(() => {
    gate = new IsolationGate('all');
    inside = [];
  });

  async function enter(name: string, isSuspect = false, signal = never): Promise<boolean> {
    const isInside = await gate.enter(isSuspect, signal);
    if (isInside) inside.push(name);
    return isInside;
  }

  it('lets a suspect in when all others have left, and nobody beside it', async () => {
    gate.enterOpen();
    void enter('suspect', true);
    void enter('other');
    await settled();
    expect(inside).to.deep.equal([]);
    gate.leave(false);
    await settled();
    expect(inside).to.deep.equal(['suspect']);
    gate.leave(true);
    await settled();
    expect(inside).to.deep.equal(['suspect', 'other']);
    expect(gate.isOpen).to.equal(true);
  });

  it('lets in whoever came first, and others side by side', async () => {
    void enter('1', true);
    void enter('2');
    void enter('3');
    void enter('4', true);
    void enter('5');
    await settled();
    gate.leave(true);
    await settled();
    expect(inside).to.deep.equal(['1', '2', '3']);
    gate.leave(false);
    gate.leave(false);
    await settled();
    gate.leave(true);
    await settled();
    expect(inside).to.deep.equal(['1', '2', '3', '4', '5']);
  });

  it('is open when nobody waits and no suspect is inside, and says when', async () => {
    let isTold = false;
    void enter('suspect', true);
    void gate.whenOpen(never).then(() => (isTold = true));
    await settled();
    expect(gate.isOpen).to.equal(false);
    expect(isTold).to.equal(false);
    gate.leave(true);
    await settled();
    expect(isTold).to.equal(true);
  });

  it('forgets whoever waits no longer, and lets in who stood behind', async () => {
    const impatient = new AbortController();
    gate.enterOpen();
    const suspect = enter('suspect', true, impatient.signal);
    void enter('other');
    await settled();
    impatient.abort();
    expect(await suspect).to.equal(false);
    await settled();
    expect(inside).to.deep.equal(['other']);
    expect(await gate.enter(true, impatient.signal)).to.equal(false);
  });

  describe('for suspects only', () => {
    let steps: string[];
    const permit = {
      yield: () => void steps.push('yield'),
      reacquire: () => Promise.resolve(void steps.push('reacquire')),
    };

    beforeEach(() => {
      gate = new IsolationGate('suspects');
      steps = [];
    });

    it('is open for all others, also while a suspect is inside', async () => {
      expect(await enter('suspect', true)).to.equal(true);
      expect(gate.isOpen).to.equal(true);
      gate.enterOpen();
      gate.leave(false);
    });

    it('lets in one suspect after the other, which yield their permits while they wait', async () => {
      await enter('first', true);
      const second = gate.enter(true, never, permit).then((isInside) => steps.push(`inside: ${isInside}`));
      await settled();
      expect(steps).to.deep.equal(['yield']);
      gate.leave(true);
      await second;
      expect(steps).to.deep.equal(['yield', 'reacquire', 'inside: true']);
    });

    it('lets nobody in whose wait was ended', async () => {
      await enter('first', true);
      const end = new AbortController();
      const second = gate.enter(true, end.signal, permit);
      await settled();
      end.abort();
      expect(await second).to.equal(false);
      gate.leave(true);
      expect(await enter('third', true)).to.equal(true);
    });
  });
});
