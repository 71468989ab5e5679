import type { Middleware } from '../../messages/middleware.js';
import type { Clock } from '../../time/clock.js';
import { systemClock } from '../../time/system-clock.js';
import { chaosDice, type ChaosDice } from './chaos-dice.js';
import { ChaosError } from './chaos-error.js';

/** What `chaos` does, and how often. Rates are fractions of the attempts, from 0 to 1. */
export interface ChaosOptions {
  /** The same seed makes the same decisions for the same messages. */
  seed: number | string;
  /** The fraction of attempts that fail: half before the handler runs, half after it has done its work. Default 0. */
  failRate?: number;
  /** The fraction of attempts that run the handler twice in a row, as after a duplicate delivery. Default 0. */
  duplicateRate?: number;
  /** The longest wait before the handler runs, in milliseconds; each wait is random, from 0 to this. Default 0. */
  delay?: number;
}

/** Every chaos middleware, with a way to make it use another clock. */
const clocked = new WeakMap<Middleware, (clock: Clock) => Middleware>();

/**
 * Middleware that subjects handlers to what crashes, lost acknowledgements and slow machines do to them, so that a
 * test can prove that they cope. Its decisions depend on the seed, the function, the message's content, and the
 * number of the attempt, of the delivery and of the message with this content; not on the order of the messages. It
 * fails with an error named `ChaosError`.
 *
 * @throws RangeError if a rate is not from 0 to 1, or the delay is negative
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
