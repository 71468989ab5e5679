import type { ArgumentPlan } from '../binding/compile-arguments.js';
import type { PayloadDecoder } from '../binding/payload-decoder.js';
import type { InstanceSource, Instances } from '../di/instance-source.js';
import { describeError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { InvocationContext, type InvocationOrigin } from '../messages/invocation-context.js';
import { cancelled, succeeded, type Outcome } from '../messages/outcome.js';
import type { Permit } from '../messages/permit.js';
import type { RawMessage } from '../messages/raw-message.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import { whenSettled } from '../time/when-settled.js';
import { observeAttempt, type AttemptObserver } from './attempt-observer.js';
import { decodeMessages } from './decode-messages.js';
import { handlerMethod, type HandlerMethod } from './handler-method.js';
import type { Instruments } from './instruments.js';
import { invocationValue } from './invocation-values.js';
import { compose, type Layer, type Run } from './layer.js';
import { outcomeOf } from './outcome-of.js';
import { isTimeout, type TimeLimit } from './time-limit.js';

/** What an invoker is made of, all of it compiled before the first message. */
export interface InvokerOptions {
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
  /** Told of payloads that cannot be read; what they put around attempts is among the layers. */
  readonly instruments?: Pick<Instruments, 'unreadable'> | undefined;
  readonly observer?: InvocationObserver | undefined;
}

/** Hears how the invocations of a function end. Never throws. */
export interface InvocationObserver {
  /** An invocation begins. Returns what `ended` is to be told. */
  begin(): number | undefined;
  /** It has ended so for each of its messages. */
  ended(messages: readonly RawMessage[], outcomes: readonly Outcome[], startedAt: number | undefined): void;
}

/** Runs one function for its messages: decode, middleware, scope, arguments, the method, the outcome. */
export class Invoker {
  private readonly run: Run;

  constructor(private readonly options: InvokerOptions) {
    this.run = compose(options.layers, (context) => this.invoke(context));
  }

  /** How many handlers still run although their time limit has passed. */
  get abandoned(): number {
    return this.options.timeLimit?.abandoned ?? 0;
  }

  /**
   * Runs the function for these messages: one, or with `batch: true` several at once. Gives an outcome for each,
   * in their order, at once where nothing had to be waited for. The `permit` is yielded while a retry waits. It never
   * throws or rejects: all code of the user runs within `decodeMessages` and within `outcomes`, and whatever that code
   * throws, `outcomeOf` makes an outcome of it.
   */
  execute(
    messages: readonly RawMessage[],
    permit?: Permit,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { decode, origin, observer } = this.options;
    const startedAt = observer?.begin();
    if (decode) return this.decodeAndRun(messages, decode, permit, startedAt);
    return this.outcomes(new InvocationContext(origin, messages, undefined, permit), observer, startedAt);
  }

  private async decodeAndRun(
    messages: readonly RawMessage[],
    decode: PayloadDecoder,
    permit: Permit | undefined,
    startedAt: number | undefined,
  ): Promise<readonly Outcome[]> {
    const { origin, descriptor, onAttempt, instruments, observer } = this.options;
    const options = { decode, origin, place: descriptor.place, onAttempt, instruments };
    const { accepted, payloads, rejections } = await decodeMessages(messages, options);
    const context = new InvocationContext(origin, accepted, payloads, permit);
    const rest = accepted.length > 0 ? [...(await this.outcomes(context))] : [];
    // A message that cannot be decoded has its own outcome; the others share that of their invocation.
    const outcomes = rejections.map((rejection) => rejection ?? rest.shift() ?? cancelled);
    observer?.ended(messages, outcomes, startedAt);
    return outcomes;
  }

  /** The one outcome of the invocation, for each of its messages. An observer that is given is told of it. */
  private outcomes(
    context: InvocationContext,
    observer?: InvocationObserver,
    startedAt?: number,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    let outcome: Outcome = succeeded;
    try {
      const running = this.run(context);
      // Within the `try`: to ask for `then` may run code of the user.
      if (isPromiseLike(running)) return this.outcomesLater(running, context, observer, startedAt);
    } catch (error) {
      outcome = outcomeOf(error, context, this.options.descriptor.place);
    }
    return forEach(context, outcome, observer, startedAt);
  }

  /** Apart from the above, because its closures would cost those invocations something that have ended already. */
  private outcomesLater(
    running: PromiseLike<unknown>,
    context: InvocationContext,
    observer: InvocationObserver | undefined,
    startedAt: number | undefined,
  ): Promise<readonly Outcome[]> {
    return whenSettled(
      running,
      () => forEach(context, succeeded, observer, startedAt),
      (error) => {
        const outcome = outcomeOf(error, context, this.options.descriptor.place);
        return forEach(context, outcome, observer, startedAt);
      },
    );
  }

  /** One attempt: in a scope of its own, where the function needs one. */
  private invoke(context: InvocationContext): unknown {
    const { instances, timeLimit } = this.options;
    // A middleware may come here when the time of its attempt is over, and the next attempt runs.
    if (timeLimit && isTimeout(context.signal.reason)) throw context.signal.reason;
    return instances.needsScope
      ? this.invokeInScope(context)
      : this.callMethod(context, instances.withoutScope);
  }

  /** Opens the scope, calls the method, and disposes the scope whatever happens. */
  private async invokeInScope(context: InvocationContext): Promise<unknown> {
    const { instances } = this.options;
    const opening = instances.open((token) => invocationValue(context, token));
    const opened = isPromiseLike(opening) ? await opening : opening;
    let result: unknown;
    try {
      // The scope may have come when the time of the attempt was over.
      if (opened !== opening && isTimeout(context.signal.reason)) throw context.signal.reason;
      result = await this.callMethod(context, opened);
    } catch (error) {
      await this.disposeAfterFailure(opened, context);
      throw error;
    }
    const disposed = opened.dispose();
    if (disposed) await disposed;
    return result;
  }

  private callMethod(context: InvocationContext, instances: Instances): unknown {
    const { descriptor, makeArguments, onAttempt } = this.options;
    const handler = instances.get(descriptor.handlerClass);
    const method = handlerMethod(handler, descriptor.method, descriptor.place);
    const args = makeArguments(context, instances);
    if (!Array.isArray(args)) return this.callLater(args, method, handler, context);
    if (!onAttempt) return method.apply(handler, args);
    return observeAttempt(context, args, () => method.apply(handler, args), onAttempt);
  }

  /** What is read from Redis may come when the time of the attempt is over. */
  private async callLater(
    making: Promise<unknown[]>,
    method: HandlerMethod,
    handler: unknown,
    context: InvocationContext,
  ): Promise<unknown> {
    const { onAttempt } = this.options;
    const args = await making;
    if (isTimeout(context.signal.reason)) throw context.signal.reason;
    if (!onAttempt) return await method.apply(handler, args);
    return await observeAttempt(context, args, () => method.apply(handler, args), onAttempt);
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

/** Shared by all invocations of one message that succeeded. Not frozen: V8 takes long to iterate what is. */
const oneSucceeded: readonly Outcome[] = [succeeded];

function forEach(
  { messages }: InvocationContext,
  outcome: Outcome,
  observer: InvocationObserver | undefined,
  startedAt: number | undefined,
): readonly Outcome[] {
  const isOneSucceeded = messages.length === 1 && outcome === succeeded;
  const outcomes = isOneSucceeded ? oneSucceeded : messages.map(() => outcome);
  observer?.ended(messages, outcomes, startedAt);
  return outcomes;
}
