import type { DeadLetter } from '../messages/dead-letter.js';
import { recordHook, type HookDecorator } from './record-hook.js';

/**
 * Runs the method, with a `DeadLetter`, for each message that a function of this class could not handle, once it is
 * recorded. A message that is recorded again after a lost reply is reported again. Only a stop waits for the method,
 * until its deadline. What it throws is logged and has no further effect: the message stays recorded.
 */
export function OnDeadLetter(): HookDecorator<DeadLetter> {
  return recordHook('deadLetter');
}
