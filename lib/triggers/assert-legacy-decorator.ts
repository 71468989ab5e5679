import { RedisTriggersError } from '../errors/redis-triggers-error.js';

/** A standard decorator gets the method or the class first and a context object second. */
export function assertLegacyDecorator(owner: unknown, method: unknown): void {
  if (typeof method === 'string' || typeof method === 'symbol') return;
  const name = (method as { name?: unknown } | undefined)?.name;
  throw new RedisTriggersError({
    code: 'DECORATOR_UNSUPPORTED',
    place: typeof name === 'string' ? name : typeof owner === 'function' ? owner.name : 'a decorator',
    what: 'the compiler applied this decorator as a standard decorator, which carries no parameter types',
  });
}
