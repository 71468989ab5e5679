import { describe, it, mock } from 'node:test';
import { startUnderFakeTimers, useAllKinds, useUnderFakeTimers } from './all-kinds.js';

void describe('Orders', () => {
  const fake = (): void => mock.timers.enable();
  const restore = (): void => mock.timers.reset();

  void it('are handled', () => useAllKinds());
  void it('are handled under fake timers', () => useUnderFakeTimers(fake, restore));
  void it('are handled where all happens under fake timers', () => startUnderFakeTimers(fake, restore));
});
