import { describeError } from '../errors/describe-error.js';
import type { ArgumentPlan } from '../binding/compile-arguments.js';
import type { PayloadDecoder } from '../binding/payload-decoder.js';
import type { InstanceSource, Instances } from '../di/instance-source.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { InvocationContext, type InvocationOrigin } from '../messages/invocation-context.js';
import { cancelled, succeeded, type Failed, type Outcome } from '../messages/outcome.js';
import type { RawMessage } from '../messages/raw-message.js';
import { observeAttempt, type AttemptObserver } from './attempt-observer.js';
import { CancelledByStop } from './cancelled-by-stop.js';
import { invocationValues } from './invocation-values.js';
import { compose, type Middleware } from './middleware.js';

/** What an invoker is made of, all of it compiled before the first message. */
export interface InvokerParts {
  readonly descriptor: FunctionDescriptor;
  readonly origin: InvocationOrigin;
  readonly makeArguments: ArgumentPlan;
  readonly instances: InstanceSource;
  readonly decode: PayloadDecoder | undefined;
  /** From the outermost to the innermost. */
  readonly middleware: readonly Middleware[];
  readonly onAttempt?: AttemptObserver | undefined;
}

type HandlerInstance = Record<string | symbol, (...args: unknown[]) => unknown>;

/** Runs one function for its messages: decode, middleware, scope, arguments, the method, the outcome. */
export class Invoker {
  private readonly run: (context: InvocationContext) => Promise<unknown>;

  constructor(private readonly parts: InvokerParts) {
    this.run = compose(parts.middleware, (context) => this.invoke(context));
  }

  /**
   * Runs the function for these messages: one, or with `batch: true` several at once. Resolves with an
   * outcome for each, in their order, and never rejects.
   */
  async execute(messages: readonly RawMessage[]): Promise<readonly Outcome[]> {
    const { decode } = this.parts;
    if (!decode) return this.outcomes(messages, []);
    const decoded = await Promise.all(messages.map((message) => this.decodeOne(message, decode)));
    const accepted = messages.filter((_, index) => decoded[index]?.rejection === undefined);
    const payloads = decoded.filter(({ rejection }) => rejection === undefined).map(({ payload }) => payload);
    const rest = accepted.length > 0 ? [...(await this.outcomes(accepted, payloads))] : [];
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
      logger.error({ functionId, error: describeError(error) }, 'a message has an invalid payload');
      const context = new InvocationContext(this.parts.origin, [message]);
      this.parts.onAttempt?.({ context, attempt: 0, arguments: [], error, durationInMs: 0 });
      return { rejection: { status: 'failed', reason: 'payload-invalid', error, attempts: 0 } };
    }
  }

  private async outcomes(
    messages: readonly RawMessage[],
    payloads: readonly unknown[],
  ): Promise<readonly Outcome[]> {
    const outcome = await this.outcomeOf(new InvocationContext(this.parts.origin, messages, payloads));
    return messages.map(() => outcome);
  }

  private async outcomeOf(context: InvocationContext): Promise<Outcome> {
    try {
      await this.run(context);
      return succeeded;
    } catch (error) {
      // A handler that gives up because it is told to has not failed.
      if (error instanceof CancelledByStop || context.signal.aborted) return cancelled;
      const { attempt, deliveryCount } = context;
      const fields = { attempt, deliveryCount, error: describeError(error) };
      context.logger.error(fields, 'an invocation failed');
      return { status: 'failed', reason: 'handler-failed', error, attempts: attempt };
    }
  }

  /** One attempt: opens the scope if there is one, calls the method, and disposes the scope whatever happens. */
  private async invoke(context: InvocationContext): Promise<unknown> {
    const { descriptor, instances, makeArguments } = this.parts;
    const opened: Instances = instances.open(() => invocationValues(context, descriptor));
    try {
      const handler = opened.get(descriptor.handlerClass) as HandlerInstance;
      const args = makeArguments(context, opened);
      const { onAttempt } = this.parts;
      if (onAttempt) return await observeAttempt(context, args, () => this.call(handler, args), onAttempt);
      return await this.call(handler, args);
    } finally {
      await opened.dispose();
    }
  }

  private call(handler: HandlerInstance, args: readonly unknown[]): unknown {
    return handler[this.parts.descriptor.method]?.(...args);
  }
}
