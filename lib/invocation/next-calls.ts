import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { InvocationContext } from '../messages/invocation-context.js';

/**
 * The calls of `next` by one run of a middleware. None of them can escape: a call after the middleware has ended runs
 * nothing, and one that the middleware forgot to wait for is waited for here, because a message must not be
 * acknowledged while its handler runs.
 */
export class NextCalls {
  private readonly calls: NextCall[] = [];
  private hasEnded = false;

  constructor(
    private readonly inner: () => unknown,
    private readonly context: InvocationContext,
  ) {}

  readonly next = (): Promise<unknown> => {
    const call = new NextCall((resolve, reject) => {
      if (this.hasEnded) reject(this.tooLate());
      else this.call().then(resolve, reject);
    });
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
    const forgotten = this.calls.filter(({ isHeard }) => !isHeard);
    return forgotten.length > 0 ? allEnded(forgotten) : undefined;
  }

  private async call(): Promise<unknown> {
    return await this.inner();
  }

  private tooLate(): RedisTriggersError {
    const { functionId: place, logger } = this.context;
    const what = 'a middleware called next() after it had ended, so the handler was not run';
    logger.warn({ code: 'NEXT_TOO_LATE' }, what);
    return new RedisTriggersError({ code: 'NEXT_TOO_LATE', place, what });
  }
}

async function allEnded(calls: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(calls);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** What `next` returns: a promise that knows whether anybody listens to it, and that needs nobody to. */
class NextCall extends Promise<unknown> {
  isHeard = false;

  constructor(run: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void) {
    super(run);
    // A rejection that nobody hears of would end the process.
    super.then(undefined, () => undefined);
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
    return super.then(onOk, onBad);
  }
}
