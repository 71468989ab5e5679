import type { Account } from '../matrix/account.js';
import type { TriggerUnderTest } from '../matrix/trigger-under-test.js';

/** What was measured in one run. */
export interface ProcessesResult {
  readonly trigger: TriggerUnderTest;
  /** What the kills and starts came from: the same again with `PROCESSES_SEED`. */
  readonly seed: string;
  readonly kills: number;
  readonly account: Account;
}

/** `count` and `concurrency` of the functions. */
const [inReply, inHandlers] = [10, 10];

/** The most that the killed may have taken with them. */
export function allowedLoss({ trigger, kills }: ProcessesResult): number {
  return trigger.kind === 'list' && trigger.promise === 'at most once' ? kills * (inReply + inHandlers) : 0;
}

/** The most that may be handled again: what was handled when a process was killed, and not acknowledged yet. */
export function allowedRepeats({ trigger, kills }: ProcessesResult): number {
  return trigger.promise === 'at least once' ? kills * inHandlers : 0;
}

/** What the contract does not allow; empty where all is well. */
export function violationsOf(result: ProcessesResult): string[] {
  const { account, kills, seed } = result;
  const { missing, waiting, duplicates, handled } = account;
  const found = [
    kills === 0 && 'no process was killed',
    handled === 0 && 'nothing was handled',
    missing.length > allowedLoss(result) &&
      `${missing.length} messages are missing, such as ${missing.slice(0, 5).join(', ')}`,
    waiting > 0 && `${waiting} messages are left in Redis, and nobody handles them`,
    duplicates > allowedRepeats(result) && `${duplicates} messages were handled again`,
  ].filter((each) => each !== false);
  return found.map((each) => `${each} (PROCESSES_SEED=${seed})`);
}
