import { RedisTriggersError } from '../errors/redis-triggers-error.js';

/** A method was called on a runtime in a state in which it cannot be. */
export function runtimeStateError(what: string, remedy?: string): RedisTriggersError {
  return new RedisTriggersError({ code: 'RUNTIME_STATE', place: 'Runtime', what, ...(remedy && { remedy }) });
}
