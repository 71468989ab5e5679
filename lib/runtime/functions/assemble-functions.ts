import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import type { RetryObserver } from '../../invocation/retry-middleware.js';
import { assembleFunction, subjectOf, type SharedServices } from './assemble-function.js';
import { InvocationEvents } from '../reporting/invocation-events.js';
import { makeHooks } from './make-hooks.js';
import { FunctionSchedule } from '../stop/function-schedule.js';
import { makeInvoker } from './make-invoker.js';
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
      const onRetry: RetryObserver = (...retry) => told.retried(...retry);
      const schedule = new FunctionSchedule(shared.schedule, descriptor.kind !== 'pubsub');
      return { told, schedule, ...makeInvoker(descriptor, decode, schedule, shared, onRetry) };
    } catch (error) {
      if (!(error instanceof RedisTriggersError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  });
  throwProblems(problems);
  const functionIds = new Set(descriptors.map(({ id }) => id));
  return prepared.flatMap(({ descriptor, target }, index) => {
    const parts = made[index];
    if (!parts) return [];
    const hooksOfClass = hooks.get(descriptor.handlerClass);
    return [assembleFunction(descriptor, { ...parts, target, hooks: hooksOfClass, functionIds }, shared)];
  });
}
