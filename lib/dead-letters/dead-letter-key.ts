import { sameSlotKey } from '../redis/commands/same-slot-key.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourcesOf } from '../functions/sources.js';

/**
 * The stream that holds the dead letters of a function. In a cluster it lies in the slot of what they came
 * from, so that they can be written in one transaction with its acknowledgement.
 */
export function deadLetterKey(source: string, functionId: string): string {
  return sameSlotKey(source, 'dead-letter', functionId);
}

/** The streams that hold the dead letters of a function: one for each key; one for a channel or pattern. */
export function deadLetterKeys(descriptor: FunctionDescriptor): readonly string[] {
  return [...new Set(sourcesOf(descriptor).map((source) => deadLetterKey(source, descriptor.id)))];
}
