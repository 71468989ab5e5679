import type { PayloadDecoder } from '../binding/payload-decoder.js';
import { describeError } from '../errors/describe-error.js';
import { hasCode } from '../errors/has-code.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import type { Clock } from '../time/clock.js';
import type { Layer, Run } from './layer.js';

/**
 * Fails an attempt that takes longer than its function's `timeLimitInMs`, and aborts the signal of that attempt; the
 * validation of a payload, which comes before all attempts, has as much time once more. A handler that does not react to
 * its signal cannot be ended, and a validation has none: it is abandoned, and what becomes of it changes nothing any more.
 */
export class TimeLimit {
  private running = 0;

  constructor(
    private readonly limitInMs: number,
    private readonly place: string,
    private readonly clock: Clock,
  ) {}

  /** How many handlers and validations still run although their time is over. */
  get abandoned(): number {
    return this.running;
  }

  /** The decoder whose time is limited. */
  decoder(decode: PayloadDecoder): PayloadDecoder {
    return (message) => this.limitDecoding(decode(message));
  }

  readonly layer: Layer = (inner) => (context) => this.limit(context, inner);

  private async limit(context: InvocationContext, inner: Run): Promise<unknown> {
    const attempt = new AbortController();
    const ended = new AbortController();
    const stopping = context.signal;
    // Not AbortSignal.any: what it makes may stay in memory for as long as the runtime's own signal.
    const onStop = (): void => attempt.abort(stopping.reason);
    if (stopping.aborted) onStop();
    else stopping.addEventListener('abort', onStop);
    const limited = context.withSignal(attempt.signal);
    // A handler may throw at once: that is a failure like any other.
    const run = (async () => await inner(limited))();
    const expire = (error: RedisTriggersError): void => {
      void this.watchAbandoned(context, run);
      attempt.abort(error);
    };
    try {
      return await Promise.race([run, this.expiry('the attempt', ended.signal, expire)]);
    } finally {
      ended.abort();
      stopping.removeEventListener('abort', onStop);
    }
  }

  private async limitDecoding(run: Promise<unknown>): Promise<unknown> {
    const ended = new AbortController();
    const expire = (): void => {
      this.running += 1;
      const end = (): unknown => (this.running -= 1);
      run.then(end, end);
    };
    try {
      return await Promise.race([run, this.expiry('the validation of the payload', ended.signal, expire)]);
    } finally {
      ended.abort();
    }
  }

  /** Rejects when the time is over, and then calls `onExpired`; stays pending for ever where `ended` came before. */
  private expiry(
    subject: string,
    ended: AbortSignal,
    onExpired: (error: RedisTriggersError) => void,
  ): Promise<never> {
    return new Promise((_resolve, reject) => {
      void this.clock.sleep(this.limitInMs, ended).then(() => {
        if (ended.aborted) return;
        const what = `${subject} took longer than ${this.limitInMs} ms`;
        const error = new RedisTriggersError({ code: 'HANDLER_TIMED_OUT', place: this.place, what });
        // First the failure: a handler that reacts to its signal at once must not come before it.
        reject(error);
        onExpired(error);
      });
    });
  }

  private async watchAbandoned(context: InvocationContext, run: Promise<unknown>): Promise<void> {
    this.running += 1;
    const { attempt, logger } = context;
    try {
      await run;
      logger.debug({ attempt }, 'an abandoned handler has ended');
    } catch (error) {
      logger.debug({ attempt, error: describeError(error) }, 'an abandoned handler has ended');
    } finally {
      this.running -= 1;
    }
  }
}

/** Whether an attempt failed because its time was over. */
export function isTimeout(thrown: unknown): thrown is RedisTriggersError {
  return hasCode(thrown, 'HANDLER_TIMED_OUT');
}
