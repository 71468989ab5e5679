import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import { ignoreRejection } from '../time/ignore-rejection.js';
import { isPromiseLike } from '../time/is-promise-like.js';

/**
 * The calls of `next` by one run of a middleware. None of them can escape: a call after the middleware has ended runs
 * nothing, and one that the middleware forgot to wait for is waited for here, because a message must not be
 * acknowledged while its handler runs.
 */
export class NextCalls {
  /** Those that did not succeed at once. */
  private readonly calls: NextCall[] = [];
  private hasEnded = false;

  constructor(
    private readonly inner: (context: InvocationContext) => unknown,
    private readonly context: InvocationContext,
  ) {}

  readonly next = (): Promise<unknown> => {
    if (this.hasEnded) return new NextCall(this.refuse());
    const { result, running } = this.run();
    // A call that has succeeded already needs nobody to listen to it.
    if (!running) return Promise.resolve(result);
    const call = new NextCall(running);
    this.calls.push(call);
    return call;
  };

  /** The middleware has ended. */
  end(): void {
    this.hasEnded = true;
  }

  /**
   * Resolves when the calls have ended that nobody listens to, and rejects where one of them has failed. Undefined:
   * there are none.
   */
  whenForgottenEnded(): Promise<void> | undefined {
    if (this.calls.every(({ isHeard }) => isHeard)) return undefined;
    return allEnded(this.calls.filter(({ isHeard }) => !isHeard));
  }

  private run(): { readonly result?: unknown; readonly running?: Promise<unknown> } {
    try {
      const result = this.inner(this.context);
      // Within the `try`: to ask for `then` may run code of the user.
      return isPromiseLike(result) ? { running: Promise.resolve(result) } : { result };
    } catch (error) {
      // It may be anything, and is passed on as it is.
      const thrown = error as Error;
      return { running: Promise.reject(thrown) };
    }
  }

  private refuse(): Promise<never> {
    const { functionId: place, logger } = this.context;
    const what = 'a middleware called next() after it had ended, so the handler was not run';
    logger.warn({ code: 'NEXT_TOO_LATE' }, what);
    return Promise.reject(new RedisTriggersError({ code: 'NEXT_TOO_LATE', place, what }));
  }
}

async function allEnded(calls: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(calls);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function neverSettle(): void {
  // See `NextCall`.
}

/**
 * What `next` returns: a promise that knows whether anybody listens to it, and that needs nobody to. `then` listens to
 * the outcome directly. The promise itself is never settled, because to settle both would double what a middleware costs.
 */
class NextCall extends Promise<unknown> {
  isHeard = false;

  constructor(private readonly outcome: Promise<unknown>) {
    super(neverSettle);
    // A rejection that nobody hears of would end the process.
    ignoreRejection(outcome);
  }

  /** What follows from it is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  override then<Ok = unknown, Bad = never>(
    onOk?: ((value: unknown) => Ok | PromiseLike<Ok>) | null,
    onBad?: ((reason: unknown) => Bad | PromiseLike<Bad>) | null,
  ): Promise<Ok | Bad> {
    this.isHeard = true;
    // Not by a `then` of its own, which may never call back: `await` would not use it either.
    return Promise.prototype.then.call(this.outcome, onOk, onBad) as Promise<Ok | Bad>;
  }
}
