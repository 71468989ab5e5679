import { redisServerVersion } from '../../support/redis-binary.js';
import type { Fault } from './fault.js';
import type { TriggerUnderTest } from './trigger-under-test.js';

/** Why a fault is not tried on an exclusive channel. */
export const asPubSub = 'which process handles the messages makes no difference';

/** Why a fault cannot be tried on a kind of trigger here, or undefined where it can. */
export function whyNot(fault: Fault, trigger: TriggerUnderTest): string | undefined {
  const [major = 0, minor = 0] = (redisServerVersion ?? '').split('.').map(Number);
  const isOld = fault.since !== undefined && major === 6 && minor < 2;
  return isOld ? `needs Redis ${fault.since ?? ''}` : fault.notOn?.[trigger.kind];
}
