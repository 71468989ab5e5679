import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { InvocationExecutor } from '../listeners/invocation-executor.js';
import { dropped, type Failed, type Outcome } from '../messages/outcome.js';
import type { Permit } from '../messages/permit.js';
import type { RawMessage } from '../messages/raw-message.js';
import { backoffDelay } from '../time/backoff.js';
import { handledKey } from './handled-key.js';
import { HandlingClaims, type ClaimObserver, type HandlingClaimsOptions } from './handling-claims.js';

/** A message whose id is being handled is looked at again after at most this, in milliseconds. */
const lookAgainAfterInMs = 500;

/** Hears how deduplication goes. */
export interface DeduplicationObserver extends ClaimObserver {
  /** A message was skipped, for its id was handled before. */
  skipped(message: RawMessage): void;
  /** A message failed before it could be run. */
  turnedAway(message: RawMessage, failure: Failed): void;
}

export interface DeduplicationOptions extends HandlingClaimsOptions {
  readonly executor: InvocationExecutor;
  readonly observer: DeduplicationObserver;
}

/** The executor of a function: with `deduplicate`, one that skips what was handled; else the given one. */
export function deduplicated(
  descriptor: FunctionDescriptor,
  options: DeduplicationOptions,
): InvocationExecutor {
  return descriptor.deduplicate
    ? new DeduplicatingExecutor(descriptor, descriptor.deduplicate.forInMs, options)
    : options.executor;
}

/**
 * Has a message executed only where nobody handles its id, and nobody has handled it. A success is remembered
 * in Redis before its outcome is given, so that the acknowledgement comes after it.
 */
class DeduplicatingExecutor implements InvocationExecutor {
  private readonly claims: HandlingClaims;

  constructor(
    private readonly descriptor: FunctionDescriptor,
    private readonly forInMs: number,
    private readonly options: DeduplicationOptions,
  ) {
    this.claims = new HandlingClaims(options);
  }

  /** Of one message: `batch` and `deduplicate` exclude each other. */
  async execute(messages: readonly RawMessage[], permit?: Permit): Promise<readonly Outcome[]> {
    const [message] = messages;
    if (!message) return [];
    let key: string;
    try {
      key = handledKey(this.descriptor, message);
    } catch (error) {
      return [this.turnAway(message, error)];
    }
    switch (await this.claims.take(key)) {
      case 'taken':
        return this.run(key, messages, permit);
      case 'done':
        this.options.observer.skipped(message);
        return [dropped];
      case 'busy':
        return [{ status: 'postponed', delayInMs: delay(), isBusy: true }];
      case undefined:
        return [{ status: 'postponed', delayInMs: delay() }];
    }
  }

  private async run(
    key: string,
    messages: readonly RawMessage[],
    permit: Permit | undefined,
  ): Promise<readonly Outcome[]> {
    let isHandled = false;
    try {
      const outcomes = await this.options.executor.execute(messages, permit);
      isHandled = outcomes.every(isDone);
      return outcomes;
    } finally {
      if (isHandled) await this.claims.complete(key, this.forInMs);
      else await this.claims.release(key);
    }
  }

  private turnAway(message: RawMessage, error: unknown): Failed {
    const failure: Failed = { status: 'failed', reason: 'handler-failed', error, attempts: 0 };
    this.options.observer.turnedAway(message, failure);
    return failure;
  }
}

/** What a handler dropped needs no handling, whichever copy of it comes. */
function isDone({ status }: Outcome): boolean {
  return status === 'succeeded' || status === 'dropped';
}

/** Not the same for all, so that they do not come back together. */
function delay(): number {
  return backoffDelay(1, { minimumInMs: lookAgainAfterInMs, maximumInMs: lookAgainAfterInMs });
}
