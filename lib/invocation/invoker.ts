import { describeError, isError } from '../errors/describe-error.js';
import { isInstance } from '../errors/is-instance.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { ArgumentPlan } from '../binding/compile-arguments.js';
import type { PayloadDecoder } from '../binding/payload-decoder.js';
import { isPayloadError } from '../binding/payload-error.js';
import type { InstanceSource, Instances } from '../di/instance-source.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { InvocationContext, type InvocationOrigin } from '../messages/invocation-context.js';
import {
  cancelled,
  dropped,
  succeeded,
  type Failed,
  type FailureReason,
  type Outcome,
} from '../messages/outcome.js';
import type { Place } from '../messages/place.js';
import type { RawMessage } from '../messages/raw-message.js';
import { verdictOf, type Verdict } from '../messages/verdict.js';
import { observeAttempt, type AttemptObserver } from './attempt-observer.js';
import { CancelledByStop } from './cancelled-by-stop.js';
import { invocationValues } from './invocation-values.js';
import { compose, type Layer, type Run } from './layer.js';
import { isTimeout, type TimeLimit } from './time-limit.js';

/** What an invoker is made of, all of it compiled before the first message. */
export interface InvokerParts {
  readonly descriptor: FunctionDescriptor;
  readonly origin: InvocationOrigin;
  readonly makeArguments: ArgumentPlan;
  readonly instances: InstanceSource;
  readonly decode: PayloadDecoder | undefined;
  /** What is around the handler, from the outermost to the innermost. */
  readonly layers: readonly Layer[];
  /** That of the layers, where there is one: it knows which handlers were abandoned. */
  readonly timeLimit?: TimeLimit | undefined;
  readonly onAttempt?: AttemptObserver | undefined;
}

type HandlerInstance = Record<string | symbol, ((...args: unknown[]) => unknown) | undefined>;

/** Runs one function for its messages: decode, middleware, scope, arguments, the method, the outcome. */
export class Invoker {
  private readonly run: Run;

  constructor(private readonly parts: InvokerParts) {
    this.run = compose(parts.layers, (context) => this.invoke(context));
  }

  /** How many handlers still run although their time limit has passed. */
  get abandoned(): number {
    return this.parts.timeLimit?.abandoned ?? 0;
  }

  /**
   * Runs the function for these messages: one, or with `batch: true` several at once. Gives an outcome for each,
   * in their order, at once where nothing had to be waited for; it never throws or rejects. `place` is given back
   * while a retry waits.
   */
  execute(messages: readonly RawMessage[], place?: Place): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { decode, origin } = this.parts;
    if (decode) return this.decodeAndRun(messages, decode, place);
    return this.outcomes(new InvocationContext(origin, messages, undefined, place));
  }

  private async decodeAndRun(
    messages: readonly RawMessage[],
    decode: PayloadDecoder,
    place: Place | undefined,
  ): Promise<readonly Outcome[]> {
    const { origin } = this.parts;
    const decoded = await Promise.all(messages.map((message) => this.decodeOne(message, decode)));
    const accepted = messages.filter((_, index) => decoded[index]?.rejection === undefined);
    const payloads = decoded.filter(({ rejection }) => rejection === undefined).map(({ payload }) => payload);
    const context = new InvocationContext(origin, accepted, payloads, place);
    const rest = accepted.length > 0 ? [...(await this.outcomes(context))] : [];
    // A message that cannot be decoded has its own outcome; the others share that of their invocation.
    return decoded.map(({ rejection }) => rejection ?? rest.shift() ?? cancelled);
  }

  private async decodeOne(
    message: RawMessage,
    decode: PayloadDecoder,
  ): Promise<{ payload?: unknown; rejection?: Failed }> {
    try {
      return { payload: await decode(message) };
    } catch (error) {
      const { logger, functionId } = this.parts.origin;
      const failure = this.failureOf(error, 0);
      const isInvalid = failure.reason === 'payload-invalid';
      const text = isInvalid ? 'a message has an invalid payload' : 'a payload could not be checked';
      logger.error({ functionId, error: describeError(failure.error) }, text);
      const context = new InvocationContext(this.parts.origin, [message]);
      this.parts.onAttempt?.({ context, attempt: 0, arguments: [], error, durationInMs: 0 });
      return { rejection: failure };
    }
  }

  /** The one outcome of the invocation, for each of its messages. */
  private outcomes(context: InvocationContext): readonly Outcome[] | Promise<readonly Outcome[]> {
    let running: unknown;
    try {
      running = this.run(context);
    } catch (error) {
      return forEach(context, this.outcomeOf(error, context));
    }
    return isPromiseLike(running) ? this.outcomesLater(running, context) : forEach(context, succeeded);
  }

  private async outcomesLater(
    running: PromiseLike<unknown>,
    context: InvocationContext,
  ): Promise<readonly Outcome[]> {
    try {
      await running;
      return forEach(context, succeeded);
    } catch (error) {
      return forEach(context, this.outcomeOf(error, context));
    }
  }

  private outcomeOf(error: unknown, context: InvocationContext): Outcome {
    const verdict = verdictOf(error);
    if (verdict) return this.outcomeOfVerdict(verdict, error, context);
    // A handler that gives up because it is told to has not failed.
    if (isInstance(error, CancelledByStop) || context.signal.aborted) return cancelled;
    const { attempt, deliveryCount } = context;
    const failure = this.failureOf(error, attempt);
    const fields = { attempt, deliveryCount, error: describeError(failure.error) };
    context.logger.error(fields, 'an invocation failed');
    return failure;
  }

  /** What the handler wants is no error, and at level info nothing is logged for a message that was handled. */
  private outcomeOfVerdict(verdict: Verdict, error: unknown, context: InvocationContext): Outcome {
    const { attempt, deliveryCount, logger } = context;
    switch (verdict.says) {
      case 'drop':
        logger.debug({ attempt, deliveryCount, reason: verdict.reason }, 'a message was dropped');
        return dropped;
      case 'retryLater': {
        const { delayInMs } = verdict;
        logger.debug({ attempt, deliveryCount, delayInMs }, 'a message was postponed');
        return { status: 'postponed', delayInMs };
      }
      case 'reject':
        logger.warn({ attempt, deliveryCount, error: describeError(error) }, 'a message was rejected');
        return { status: 'failed', reason: 'rejected', error, attempts: attempt };
    }
  }

  private failureOf(thrown: unknown, attempts: number): Failed {
    return { status: 'failed', reason: reasonOf(thrown), error: this.toError(thrown), attempts };
  }

  /** What is no error gets a place and a remedy. */
  private toError(thrown: unknown): Error {
    if (isError(thrown)) return thrown;
    const { place } = this.parts.descriptor;
    const what = describeError(thrown).message;
    return new RedisTriggersError({ code: 'HANDLER_FAILED', place, what }, { cause: thrown });
  }

  /** One attempt: in a scope of its own, where the function needs one. */
  private invoke(context: InvocationContext): unknown {
    const { instances } = this.parts;
    return instances.needsScope
      ? this.invokeInScope(context)
      : this.callMethod(context, instances.withoutScope);
  }

  /** Opens the scope, calls the method, and disposes the scope whatever happens. */
  private async invokeInScope(context: InvocationContext): Promise<unknown> {
    const { descriptor, instances } = this.parts;
    const opened = instances.open(() => invocationValues(context, descriptor));
    let result: unknown;
    try {
      result = await this.callMethod(context, opened);
    } catch (error) {
      await this.disposeAfterFailure(opened, context);
      throw error;
    }
    await opened.dispose();
    return result;
  }

  private callMethod(context: InvocationContext, instances: Instances): unknown {
    const { descriptor, makeArguments, onAttempt } = this.parts;
    const handler = instances.get(descriptor.handlerClass) as HandlerInstance | undefined;
    const method = handler?.[descriptor.method];
    if (typeof method !== 'function') {
      // To do nothing would count as success, and the message would be gone.
      const what = 'what the container returned for the handler class does not have the method';
      throw new RedisTriggersError({ code: 'HANDLER_INVALID', place: descriptor.place, what });
    }
    const args = makeArguments(context, instances);
    if (!onAttempt) return method.apply(handler, args);
    return observeAttempt(context, args, () => method.apply(handler, args), onAttempt);
  }

  /** That the disposal fails as well must not hide why the handler failed. */
  private async disposeAfterFailure(opened: Instances, context: InvocationContext): Promise<void> {
    try {
      await opened.dispose();
    } catch (error) {
      context.logger.error(
        { error: describeError(error) },
        'the scope of an invocation could not be disposed',
      );
    }
  }
}

function reasonOf(thrown: unknown): FailureReason {
  if (isPayloadError(thrown)) return 'payload-invalid';
  return isTimeout(thrown) ? 'timed-out' : 'handler-failed';
}

/** Shared by all invocations of one message that succeeded. */
const oneSucceeded: readonly Outcome[] = Object.freeze([succeeded]);

function forEach({ messages }: InvocationContext, outcome: Outcome): readonly Outcome[] {
  if (messages.length !== 1) return messages.map(() => outcome);
  return outcome === succeeded ? oneSucceeded : [outcome];
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject && typeof (value as { then?: unknown }).then === 'function';
}
