import type { MethodName } from '../metadata/class.js';
import { addTriggerMetadata } from '../metadata/trigger-metadata.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { TriggerKind } from '../messages/raw-message.js';

/** The decorator that records a trigger of this kind. It never looks at the options. */
export function recordTrigger(kind: TriggerKind, options: unknown): MethodDecorator {
  return (owner: object, method: MethodName, descriptor?: PropertyDescriptor) => {
    assertLegacyDecorator(owner, method);
    const isStatic = typeof owner === 'function';
    const isMethod = typeof descriptor?.value === 'function';
    const target = isStatic ? 'static method' : isMethod ? 'method' : 'not a method';
    addTriggerMetadata(owner, { kind, method, options, target });
  };
}

/** A standard decorator gets the method first and a context object second. */
function assertLegacyDecorator(owner: unknown, method: unknown): void {
  if (typeof method === 'string' || typeof method === 'symbol') return;
  const name = (method as { name?: unknown } | undefined)?.name;
  throw new RedisTriggersError({
    code: 'DECORATOR_UNSUPPORTED',
    place: typeof name === 'string' ? name : typeof owner === 'function' ? owner.name : 'a decorator',
    what: 'the compiler applied this decorator as a standard decorator, which knows no parameter types',
  });
}
