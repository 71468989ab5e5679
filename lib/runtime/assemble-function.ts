import { compileArguments } from '../binding/compile-arguments.js';
import type { PayloadDecoder } from '../binding/payload-decoder.js';
import type { Connections } from '../connection/connections.js';
import type { ConnectionTarget } from '../connection/connection-target.js';
import { DeadLetterRecorder } from '../dead-letters/dead-letter-recorder.js';
import type { Container } from '../di/container.js';
import { InstanceSource } from '../di/instance-source.js';
import type { DescribeError } from '../errors/describe-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { invocationTokens } from '../invocation/invocation-values.js';
import { Invoker } from '../invocation/invoker.js';
import type { Middleware } from '../invocation/middleware.js';
import { retryMiddleware } from '../invocation/retry-middleware.js';
import type { InvocationExecutor } from '../listeners/invocation-executor.js';
import type { Logger } from '../logging/logger.js';
import type { Clock } from '../time/clock.js';
import { FunctionState } from './function-state.js';
import { makeListener } from './make-listener.js';
import type { RunningFunction } from './running-function.js';
import type { StopSchedule } from './stop-schedule.js';

/** What all functions of a runtime share. */
export interface SharedParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly describeError: DescribeError;
  readonly container: Container;
  readonly middleware: readonly Middleware[];
  readonly schedule: StopSchedule;
  readonly connections: Connections;
}

/** Puts a function together: its instances, its invoker, its listener. Throws where the container cannot. */
export function assembleFunction(
  descriptor: FunctionDescriptor,
  target: ConnectionTarget,
  decode: PayloadDecoder | undefined,
  shared: SharedParts,
): RunningFunction {
  const state = new FunctionState({ ...shared, descriptor });
  const executor = countingExecutor(makeInvoker(descriptor, decode, shared), state);
  const deadLetters = new DeadLetterRecorder(descriptor, {
    ...shared,
    client: shared.connections.command(target),
    onFailure: (error) => state.troubled(error),
  });
  const listener = makeListener(descriptor, { ...shared, target, executor, deadLetters, observer: state });
  return { descriptor, state, listener };
}

function makeInvoker(
  descriptor: FunctionDescriptor,
  decode: PayloadDecoder | undefined,
  { clock, logger, container, middleware, schedule }: SharedParts,
): Invoker {
  const retry = descriptor.retry ? [retryMiddleware(descriptor.retry, clock, schedule.stopping)] : [];
  return new Invoker({
    descriptor,
    origin: { functionId: descriptor.id, logger, signal: schedule.giveUp },
    makeArguments: compileArguments(descriptor),
    instances: makeInstances(descriptor, container),
    decode,
    middleware: [...retry, ...middleware],
  });
}

function makeInstances(descriptor: FunctionDescriptor, container: Container): InstanceSource {
  const { handlerClass, parameters, place } = descriptor;
  const injected = parameters.flatMap((parameter) =>
    parameter.from === 'container' ? [parameter.token] : [],
  );
  try {
    return new InstanceSource(container, [handlerClass, ...injected], invocationTokens(descriptor));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const what = `the container cannot make what the function needs: ${reason}`;
    throw new RedisTriggersError({ code: 'DEPENDENCY_UNRESOLVED', place, what }, { cause });
  }
}

function countingExecutor(invoker: InvocationExecutor, state: FunctionState): InvocationExecutor {
  return {
    async execute(messages) {
      const outcomes = await invoker.execute(messages);
      state.ended(outcomes);
      return outcomes;
    },
  };
}
