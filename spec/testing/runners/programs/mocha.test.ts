import sinon from 'sinon';
import { startUnderFakeTimers, useAllKinds, useUnderFakeTimers } from './all-kinds.js';

describe('Orders', () => {
  // sinon's own replace process.nextTick too, and without it the streams of Node stand still.
  const fake = (): void => void sinon.useFakeTimers({ toNotFake: ['nextTick'] });
  const restore = (): void => sinon.restore();

  it('are handled', () => useAllKinds());
  it('are handled under fake timers', () => useUnderFakeTimers(fake, restore));
  it('are handled where all happens under fake timers', () => startUnderFakeTimers(fake, restore));
});
