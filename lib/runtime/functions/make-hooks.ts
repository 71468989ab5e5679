import type { Container } from '../../di/container.js';
import { InstanceSource } from '../../di/instance-source.js';
import { isError } from '../../errors/describe-error.js';
import type { Problem } from '../../errors/problem.js';
import { nameOf } from '../../functions/class-name.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { HookCaller, hookTokens } from '../../invocation/hook-caller.js';
import type { Logger } from '../../logging/logger.js';
import type { Class } from '../../metadata/class.js';

/** What making hooks takes of a runtime. */
export interface MakeHooksOptions {
  readonly container: Container;
  readonly logger: Logger;
}

/** The callers of hooks, one for each handler class that has any. What the container cannot make is a problem. */
export function makeHooks(
  functions: readonly FunctionDescriptor[],
  parts: MakeHooksOptions,
  problems: Problem[],
): ReadonlyMap<Class, HookCaller> {
  const callers = new Map<Class, HookCaller>();
  const seen = new Set<Class>();
  for (const { handlerClass, hooks } of functions) {
    const [first] = [...hooks.deadLetter, ...hooks.gap];
    if (first === undefined || seen.has(handlerClass)) continue;
    seen.add(handlerClass);
    const className = nameOf(handlerClass);
    try {
      const instances = new InstanceSource(parts.container, [handlerClass], hookTokens);
      const { logger } = parts;
      callers.set(handlerClass, new HookCaller({ handlerClass, className, hooks, instances, logger }));
    } catch (cause) {
      problems.push(unresolved(`${className}.${String(first)}`, cause));
    }
  }
  return callers;
}

function unresolved(place: string, cause: unknown): Problem {
  const reason = isError(cause) ? cause.message : String(cause);
  return {
    code: 'DEPENDENCY_UNRESOLVED',
    place,
    what: `the container cannot create the class for its hook: ${reason}`,
    remedy:
      'A hook runs outside any invocation: of the per-invocation values, only INVOCATION_LOGGER is available.',
  };
}
