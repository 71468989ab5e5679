import { isError } from '../../errors/describe-error.js';
import { compileArguments } from '../../binding/compile-arguments.js';
import { PayloadAhead } from '../../binding/payload-ahead.js';
import type { PayloadDecoder } from '../../binding/payload-decoder.js';
import type { Container } from '../../di/container.js';
import { InstanceSource, type InstanceWatch } from '../../di/instance-source.js';
import { LostState } from '../../di/lost-state.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { CommandPort } from '../../expressions/send-command.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { AttemptObserver } from '../../invocation/attempt-observer.js';
import type { Instruments } from '../../invocation/instruments.js';
import { invocationTokens } from '../../invocation/invocation-values.js';
import { Invoker, type InvocationObserver } from '../../invocation/invoker.js';
import { onionOf } from '../../invocation/onion.js';
import { TimeLimit } from '../../invocation/time-limit.js';
import type { RetryObserver } from '../../invocation/retry-middleware.js';
import { ordersByPayload } from '../../listeners/window/order-lane.js';
import type { Logger } from '../../logging/logger.js';
import type { Middleware } from '../../messages/middleware.js';
import type { Clock } from '../../time/clock.js';
import { outputLayer } from './output-layer.js';
import type { SendCalls } from '../../sending/send-calls.js';
import type { FunctionSchedule } from '../stop/function-schedule.js';

/** What running the invocations of any function takes. */
export interface MakeInvokerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly container: Container;
  readonly middleware: readonly Middleware[];
  readonly onAttempt?: AttemptObserver | undefined;
  /** What add-ons put around the attempts of all functions. */
  readonly instruments?: Instruments | undefined;
  /** Sends what methods return; undefined: it is not sent. */
  readonly sends?: SendCalls | undefined;
  /** Sends what is bound to parameters; undefined: it is not sent, and there is nothing to read. */
  readonly port?: CommandPort | undefined;
}

/** Who hears how the invocations of a function go. */
export interface InvocationListeners {
  readonly observer?: InvocationObserver;
  readonly onRetry?: RetryObserver;
}

/** The invoker of a function, and who decodes its payloads before that. */
export interface MadeInvoker {
  readonly invoker: Invoker;
  /** Only of a function that orders by its payloads. */
  readonly payloadOf: PayloadDecoder | undefined;
}

/** The invoker of a function, with everything compiled. Throws DEPENDENCY_UNRESOLVED where the container cannot. */
export function makeInvoker(
  descriptor: FunctionDescriptor,
  decode: PayloadDecoder | undefined,
  schedule: Pick<FunctionSchedule, 'stopping' | 'giveUp'>,
  { clock, logger, container, middleware, onAttempt, instruments, sends, port }: MakeInvokerOptions,
  heard: InvocationListeners = {},
): MadeInvoker {
  const { id, place, timeLimitInMs } = descriptor;
  const timeLimit = timeLimitInMs === undefined ? undefined : new TimeLimit(timeLimitInMs, place, clock);
  const limited = decode && timeLimit ? timeLimit.decoder(decode) : decode;
  const ahead = limited && isByPayload(descriptor) ? new PayloadAhead(limited) : undefined;
  const invoker = new Invoker({
    descriptor,
    origin: { functionId: id, logger, signal: schedule.giveUp },
    makeArguments: compileArguments(descriptor, port),
    instances: makeInstances(descriptor, container, logger),
    decode: ahead?.take ?? limited,
    layers: onionOf(descriptor, {
      clock,
      schedule,
      instruments,
      output: sends && outputLayer(descriptor, sends),
      timeLimit,
      middleware,
      onRetry: heard.onRetry,
    }),
    timeLimit,
    onAttempt,
    instruments,
    observer: heard.observer,
  });
  return { invoker, payloadOf: ahead?.look };
}

function isByPayload(descriptor: FunctionDescriptor): boolean {
  return descriptor.kind !== 'pubsub' && ordersByPayload(descriptor);
}

function makeInstances(descriptor: FunctionDescriptor, container: Container, logger: Logger): InstanceSource {
  const { handlerClass, parameters, place } = descriptor;
  const injected = parameters.flatMap((parameter) =>
    parameter.from === 'container' ? [parameter.token] : [],
  );
  try {
    const tokens = [handlerClass, ...injected];
    const watch = lostStateOf(descriptor, logger);
    return new InstanceSource(container, tokens, invocationTokens(descriptor), watch);
  } catch (cause) {
    const reason = isError(cause) ? cause.message : String(cause);
    const what = `the container cannot create what the function needs: ${reason}`;
    throw new RedisTriggersError({ code: 'DEPENDENCY_UNRESOLVED', place, what }, { cause });
  }
}

/** A counter in a field is always 1 where each message gets an instance of its own: most expect one for the program. */
function lostStateOf({ id, handlerClass, place }: FunctionDescriptor, logger: Logger): InstanceWatch {
  const state = new LostState((field) => {
    const { name } = handlerClass;
    const what = `${place} changes the field "${field}" of its ${name}, and the next message gets a new ${name}`;
    logger.warn({ functionId: id }, `${what}. What outlasts a message needs one instance: @singleton()`);
  });
  return { token: handlerClass, look: (instance) => state.look(instance) };
}
