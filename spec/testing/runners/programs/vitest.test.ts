import { describe, it, vi } from 'vitest';
import { startUnderFakeTimers, useAllKinds, useUnderFakeTimers } from './all-kinds.js';

describe('Orders', () => {
  const fake = (): void => void vi.useFakeTimers();
  const restore = (): void => void vi.useRealTimers();

  it('are handled', () => useAllKinds());
  it('are handled under fake timers', () => useUnderFakeTimers(fake, restore));
  it('are handled where all happens under fake timers', () => startUnderFakeTimers(fake, restore));
});
