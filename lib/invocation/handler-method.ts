import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { MethodName } from '../metadata/class.js';

/** A method of a handler class, to be called on the handler. */
export type HandlerMethod = (this: unknown, ...args: unknown[]) => unknown;

/**
 * The method of what the container gave for a handler class. Throws HANDLER_INVALID where it has none: to do
 * nothing would count as success, and the message would be gone.
 */
export function handlerMethod(handler: unknown, method: MethodName, place: string): HandlerMethod {
  const found = (handler as Record<MethodName, unknown> | null | undefined)?.[method];
  if (typeof found === 'function') return found as HandlerMethod;
  const what = 'what the container gave for the handler class does not have the method';
  throw new RedisTriggersError({ code: 'HANDLER_INVALID', place, what });
}
