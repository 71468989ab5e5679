import type { Account } from './account.js';
import type { ExpectedHealth, Fault } from './fault.js';
import { concurrency, isChannel, type TriggerUnderTest } from './trigger-under-test.js';

/** What health said. */
export interface ObservedHealth {
  /** Whether it ever said so while the fault lasted. */
  readonly saidReady: boolean;
  readonly saidNotReady: boolean;
  /** How long after the fault's end it said that every function listens; undefined where it never did. */
  readonly readyAfterMs: number | undefined;
}

/** What was measured in one run. */
export interface Measured {
  readonly fault: Fault;
  readonly trigger: TriggerUnderTest;
  /** How long the fault lasted. */
  readonly lastedInMs: number;
  readonly account: Account;
  /** How often processes of consumers ended. */
  readonly deaths: number;
  /** How many elements the replies that were cut off can have held. */
  readonly cutOff: number;
  /** What the consumers counted as lost themselves. */
  readonly countedLost: number;
  /** From the fault's end to the first message handled after it; undefined where there was none. */
  readonly recoveredInMs: number | undefined;
  /** Commands and tries to connect in a second, while the fault lasted. */
  readonly requestsPerSecond: number;
  readonly health: ObservedHealth;
}

/** How soon everything has to go on after the fault's end, on a machine that has nothing else to do. */
export const recoveryBoundInMs = 5_000;
export const requestsBound = 20;

/**
 * How many messages may be gone: only where the trigger promises no more than at most once. From a list, one dead
 * process can take with it what its handlers have.
 */
export function allowedLoss({ trigger, deaths, cutOff, countedLost }: Measured): number {
  if (trigger.promise === 'at least once') return 0;
  return isChannel(trigger) ? countedLost : cutOff + deaths * concurrency;
}

/** What the contract does not allow; empty where all is well. */
export function violationsOf(measured: Measured, boundInMs = recoveryBoundInMs): string[] {
  const { fault, trigger, account, countedLost, recoveredInMs, requestsPerSecond } = measured;
  const lost = account.missing.length;
  const found: (string | false)[] = [
    lost > allowedLoss(measured) &&
      `${lost} messages are missing, such as ${account.missing.slice(0, 5).join(', ')}`,
    account.waiting > 0 && `${account.waiting} messages are left in Redis, and nobody handles them`,
    account.duplicates > 0 &&
      !fault.repeats.includes(trigger.kind) &&
      `${account.duplicates} messages were handled again`,
    account.duplicates > (fault.mostRepeats ?? Infinity) &&
      `${account.duplicates} messages were handled again, more than ${fault.mostRepeats}`,
    fault.countsDestroyed?.includes(trigger.kind) === true &&
      account.destroyed > countedLost &&
      `${account.destroyed} messages were destroyed, and only ${countedLost} counted as lost`,
    trigger.kind === 'list' &&
      measured.deaths === 0 &&
      lost > countedLost &&
      `${lost} messages are missing, and only ${countedLost} counted as lost`,
    recoveredInMs === undefined && 'nothing was handled after the fault',
    (recoveredInMs ?? 0) > boundInMs && `it took ${Math.round(recoveredInMs ?? 0)} ms to recover`,
    fault.idles.includes(trigger.kind) &&
      requestsPerSecond >= requestsBound &&
      `${Math.round(requestsPerSecond)} commands a second`,
    ...healthViolations(measured, boundInMs),
  ];
  return found.filter((each) => each !== false);
}

function healthViolations(
  { fault, trigger, health, lastedInMs }: Measured,
  boundInMs: number,
): (string | false)[] {
  const isShown = lastedInMs > (fault.showsAfterMs ?? 0);
  const expected = isShown ? expectedHealth(fault, trigger) : 'either';
  return [
    expected === 'not ready' && !health.saidNotReady && 'health said that all was well while it was not',
    expected === 'ready' && health.saidNotReady && 'health said that something was wrong',
    health.readyAfterMs === undefined && 'health never said that all was well again',
    (health.readyAfterMs ?? 0) > boundInMs &&
      `health said only after ${Math.round(health.readyAfterMs ?? 0)} ms that all was well again`,
  ];
}

/** What health has to say while this fault lasts. */
export function expectedHealth({ health }: Fault, { kind }: TriggerUnderTest): ExpectedHealth {
  return typeof health === 'string' ? health : (health[kind] ?? 'either');
}
