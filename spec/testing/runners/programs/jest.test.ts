import { describe, it, jest } from '@jest/globals';
import { startUnderFakeTimers, useAllKinds, useUnderFakeTimers } from './all-kinds.js';

describe('Orders', () => {
  // jest's own replace process.nextTick too, and without it ioredis cannot connect.
  const fakeButNextTick = (): void => void jest.useFakeTimers({ doNotFake: ['nextTick'] });
  const fake = (): void => void jest.useFakeTimers();
  const restore = (): void => void jest.useRealTimers();

  it('are handled', () => useAllKinds());
  it('are handled under fake timers', () => useUnderFakeTimers(fake, restore));
  it('are handled where all happens under fake timers', () => startUnderFakeTimers(fakeButNextTick, restore));
});
