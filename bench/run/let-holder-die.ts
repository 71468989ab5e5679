import { setTimeout } from 'node:timers/promises';
import type { Assignment } from '../side/assignment.js';
import { SideProcess } from './side-process.js';

/** After so long without a sign of life, others take over what a process held. */
export const claimIdleInMs = 1_000;

/**
 * Has a process begin all messages, and kills it while its handlers run: what it held is due for others when this
 * resolves.
 */
export async function letHolderDie(assignment: Assignment): Promise<void> {
  const options = { ...assignment.options, concurrency: assignment.messages };
  const { side } = await SideProcess.start({ ...assignment, options, handler: 'never' });
  try {
    await side.finished();
  } finally {
    side.kill();
  }
  await setTimeout(claimIdleInMs);
}
