import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import { assembleFunction, subjectOf, type SharedServices } from './assemble-function.js';
import { FunctionState } from '../health/function-state.js';
import { InvocationEvents } from '../reporting/invocation-events.js';
import { makeHooks } from './make-hooks.js';
import { FunctionSchedule } from '../stop/function-schedule.js';
import { makeInvoker, type InvocationListeners } from './make-invoker.js';
import type { PreparedFunction } from './prepared-function.js';
import type { RunningFunction } from './running-function.js';

/**
 * Puts the functions of a runtime together. Everything that the container has to make is made first: where it
 * cannot, no client is made either.
 */
export function assembleFunctions(
  prepared: readonly PreparedFunction[],
  shared: SharedServices,
): RunningFunction[] {
  const problems: Problem[] = [];
  const { events, describeError } = shared;
  const descriptors = prepared.map(({ descriptor }) => descriptor);
  const hooks = makeHooks(descriptors, shared, problems);
  const made = prepared.map(({ descriptor, decode, target }) => {
    try {
      const told = new InvocationEvents(events, subjectOf(descriptor, target), describeError, shared.endings);
      const state = new FunctionState(shared);
      const schedule = new FunctionSchedule(shared.schedule, descriptor.kind !== 'pubsub');
      const heard = listenersOf(state, told);
      return { told, state, schedule, ...makeInvoker(descriptor, decode, schedule, shared, heard) };
    } catch (error) {
      if (!(error instanceof RedisTriggersError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  });
  throwProblems(problems, 'start');
  const functionIds = new Set(descriptors.map(({ id }) => id));
  return prepared.flatMap(({ descriptor, target, makeListener }, index) => {
    const parts = made[index];
    if (!parts) return [];
    const hooksOfClass = hooks.get(descriptor.handlerClass);
    const services = { ...parts, target, makeListener, hooks: hooksOfClass, functionIds };
    return [assembleFunction(descriptor, services, shared)];
  });
}

function listenersOf(state: FunctionState, told: InvocationEvents): InvocationListeners {
  return {
    observer: {
      begin: () => told.begin(),
      ended(messages, outcomes, startedAt) {
        state.ended(outcomes);
        told.ended(messages, outcomes, startedAt);
      },
    },
    onRetry: (context, error, delayInMs) => told.retried(context, error, delayInMs),
  };
}
