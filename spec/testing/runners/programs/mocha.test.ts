import sinon from 'sinon';
import { startUnderFakeTimers, useAllKinds, useUnderFakeTimers } from './all-kinds.js';

describe('Orders', () => {
  const fake = (): void => void sinon.useFakeTimers();
  const restore = (): void => sinon.restore();

  it('are handled', () => useAllKinds());
  it('are handled under fake timers', () => useUnderFakeTimers(fake, restore));
  it('are handled where all happens under fake timers', () => startUnderFakeTimers(fake, restore));
});
