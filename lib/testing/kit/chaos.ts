import type { Middleware } from '../../messages/middleware.js';
import type { Clock } from '../../time/clock.js';
import { systemClock } from '../../time/system-clock.js';
import { chaosDice, type ChaosDice } from './chaos-dice.js';
import { ChaosError } from './chaos-error.js';

/** What `chaos` does, and how often. A rate is a share of the attempts, from 0 to 1. */
export interface ChaosOptions {
  /** The same seed makes the same decisions for the same messages. */
  seed: number | string;
  /** How many attempts fail: half of them before the handler runs, half after it has done its work. Default 0. */
  failRate?: number;
  /** How many attempts run the handler twice, one after the other, as after a duplicate delivery. Default 0. */
  duplicateRate?: number;
  /** The longest wait before the handler runs, in milliseconds; each wait is drawn from 0 to this. Default 0. */
  delay?: number;
}

/** The chaos there is, each with how to make it go by another clock. */
const clocked = new WeakMap<Middleware, (clock: Clock) => Middleware>();

/**
 * Middleware that does to handlers what crashes, lost acknowledgements and slow machines do to them, so that
 * a test can prove that they bear it. What it decides depends on the seed, the function, the message's
 * content, and which attempt, which delivery and which message of this content it is; not on the order in
 * which messages come. What it fails with is an error named `ChaosError`. Throws RangeError where a rate is not
 * from 0 to 1 or the delay is negative.
 */
export function chaos(options: ChaosOptions): Middleware {
  const { failRate = 0, duplicateRate = 0, delay = 0 } = options;
  assertWithin('failRate', failRate, 1);
  assertWithin('duplicateRate', duplicateRate, 1);
  assertWithin('delay', delay, Infinity);
  return chaosOn(systemClock, { ...options, failRate, duplicateRate, delay });
}

/** The same middleware, with its waits by this clock; what is no chaos waits as it likes. */
export function onClock(middleware: Middleware, clock: Clock): Middleware {
  return clocked.get(middleware)?.(clock) ?? middleware;
}

function chaosOn(clock: Clock, options: Required<ChaosOptions>): Middleware {
  const throwDice = chaosDice(options.seed);
  const middleware: Middleware = async (context, next) => {
    const dice = throwDice(context);
    const failsAt = failure(dice, options.failRate);
    if (options.delay > 0) await clock.sleep(dice.delay * options.delay, context.signal);
    if (failsAt === 'before') throw new ChaosError('before its handler ran');
    const result = await next();
    if (dice.duplicate < options.duplicateRate) await next();
    if (failsAt === 'after') throw new ChaosError('after its handler had done its work');
    return result;
  };
  clocked.set(middleware, (other) => chaosOn(other, options));
  return middleware;
}

function failure({ fail }: ChaosDice, rate: number): 'before' | 'after' | undefined {
  if (fail >= rate) return undefined;
  return fail < rate / 2 ? 'before' : 'after';
}

function assertWithin(name: keyof ChaosOptions, value: number, maximum: number): void {
  if (value >= 0 && value <= maximum) return;
  throw new RangeError(`chaos: ${name} must be from 0 to ${maximum}, not ${value}`);
}
