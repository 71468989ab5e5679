import { moment } from './moment.js';
import { realTime } from '../../support/real-time.js';

/** The longest that a run waits for what is still under way when all has ended that stood in its way. */
export const patienceInMs = 60_000;

/** Whether it came true in time. */
export async function until(
  look: () => Promise<boolean> | boolean,
  limitInMs = patienceInMs,
  everyMs = 20,
): Promise<boolean> {
  for (const deadline = moment() + limitInMs; moment() < deadline;) {
    if (await look()) return true;
    await realTime(everyMs);
  }
  return false;
}
