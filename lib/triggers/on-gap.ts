import type { Gap } from '../messages/gap.js';
import { recordHook, type HookDecorator } from './record-hook.js';

/**
 * Runs the method, with a `Gap`, when the subscription of a pub/sub function of this class is restored: messages
 * published during the gap are lost, and the class can catch up from its source of truth. New messages are handled
 * while it runs; a stop waits for it until its deadline. What it throws is logged and has no further effect.
 */
export function OnGap(): HookDecorator<Gap> {
  return recordHook('gap');
}
