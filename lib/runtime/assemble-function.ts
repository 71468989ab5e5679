import type { Connections } from '../connection/connections.js';
import type { ConnectionTarget } from '../connection/connection-target.js';
import { DeadLetterRecorder } from '../dead-letters/dead-letter-recorder.js';
import type { DescribeError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Invoker } from '../invocation/invoker.js';
import type { InvocationExecutor } from '../listeners/invocation-executor.js';
import type { Outcome } from '../messages/outcome.js';
import type { InvocationParts } from './make-invoker.js';
import { FunctionState } from './function-state.js';
import { makeListener } from './make-listener.js';
import type { RunningFunction } from './running-function.js';

/** What all functions of a runtime share. */
export interface SharedParts extends InvocationParts {
  readonly describeError: DescribeError;
  readonly connections: Connections;
}

/** Puts a function together: the clients of its connection, its listener, and its invoker behind it. */
export function assembleFunction(
  descriptor: FunctionDescriptor,
  target: ConnectionTarget,
  invoker: InvocationExecutor & Pick<Invoker, 'abandoned'>,
  shared: SharedParts,
): RunningFunction {
  const state = new FunctionState({ ...shared, descriptor, server: target.label });
  shared.connections.credentials(target)?.observe(state);
  const executor = countingExecutor(invoker, state);
  const deadLetters = new DeadLetterRecorder(descriptor, {
    ...shared,
    client: shared.connections.command(target),
    observer: state,
  });
  const listener = makeListener(descriptor, { ...shared, target, executor, deadLetters, observer: state });
  return { descriptor, state, listener, abandoned: () => invoker.abandoned };
}

function countingExecutor(invoker: InvocationExecutor, state: FunctionState): InvocationExecutor {
  const count = (outcomes: readonly Outcome[]): readonly Outcome[] => {
    state.ended(outcomes);
    return outcomes;
  };
  return {
    execute(messages, place) {
      const outcomes = invoker.execute(messages, place);
      return outcomes instanceof Promise ? outcomes.then(count) : count(outcomes);
    },
  };
}
