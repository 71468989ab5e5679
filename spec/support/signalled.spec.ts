import { expect } from 'chai';
import { signals } from '../../lib/signals/signals.js';
import { signalled } from './signalled.js';
import { settled } from './manual-clock.js';

describe('signalled (spec support)', () => {
  let looks: number;

  beforeEach(() => {
    looks = 0;
  });

  it('looks at once, and again at each of its signals', async () => {
    const seen = signalled(['settled', 'deadLettered'], () => ++looks === 3 && 'seen');
    await settled();
    expect(looks).to.equal(1);
    signals.healthChanged.publish();
    await settled();
    expect(looks).to.equal(1);
    signals.settled.publish();
    await settled();
    expect(looks).to.equal(2);
    signals.deadLettered.publish();
    expect(await seen).to.equal('seen');
  });

  it('looks once more where a signal came while it looked', async () => {
    let answer = (_isSo: boolean): void => undefined;
    const seen = signalled('settled', () => {
      looks += 1;
      return new Promise<boolean>((resolve) => (answer = resolve));
    });
    signals.settled.publish();
    signals.settled.publish();
    answer(false);
    await settled();
    expect(looks).to.equal(2);
    answer(true);
    await seen;
  });

  it('says what it waited for, looks a last time, and hears nothing more', async () => {
    const waiting = signalled('settled', () => ++looks > 2, 'the end', 1);
    expect(await waiting.catch(String)).to.equal('Error: waited 1 ms for the end; settled came 0 times');
    expect(looks).to.equal(2);
    signals.settled.publish();
    await settled();
    expect(looks).to.equal(2);
  });
});
