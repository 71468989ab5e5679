import type { Gap } from '../messages/gap.js';
import { recordHook, type HookDecorator } from './record-hook.js';

/**
 * Runs the method, with a `Gap`, when a pub/sub function of this class is subscribed again after a time in
 * which it was not: what was published meanwhile is gone, and the class can catch up from its source of truth.
 * Messages that come meanwhile are handled beside it; a stop waits for it until its deadline. What it throws
 * is logged, and changes nothing.
 */
export function OnGap(): HookDecorator<Gap> {
  return recordHook('gap');
}
