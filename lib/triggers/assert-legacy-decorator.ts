import { RedisTriggersError } from '../errors/redis-triggers-error.js';

/**
 * A decorator of today's TypeScript gets the class or its prototype and the name of the member. A standard decorator gets the
 * method or the class first, and a context object second.
 */
export function assertLegacyDecorator(owner: unknown, method: unknown): void {
  if (typeof method === 'string' || typeof method === 'symbol') return;
  if (method === undefined && typeof owner === 'function') throw onClass(owner.name);
  const { kind, name } = (method ?? {}) as { kind?: unknown; name?: unknown };
  if (kind === 'class') throw onClass(String(name));
  throw new RedisTriggersError({
    code: 'DECORATOR_UNSUPPORTED',
    place: typeof name === 'string' ? name : typeof owner === 'function' ? owner.name : 'a decorator',
    what: 'the compiler applied this decorator as a standard decorator, which carries no parameter types',
  });
}

function onClass(name: string): RedisTriggersError {
  return new RedisTriggersError({
    code: 'DECORATOR_UNSUPPORTED',
    place: name,
    what: 'the decorator stands on the class',
    remedy: 'Put it on the method that is to run.',
  });
}
