import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Class } from '../metadata/class.js';
import { recordInjectable } from '../metadata/injectable-metadata.js';
import type { TypedToken } from './create-token.js';

/** A class whose static list `inject` names what its constructor takes, in the same order and of the same types. */
export type InjectableClass<Parameters extends readonly unknown[]> = (new (
  ...args: Parameters
) => unknown) & {
  readonly inject: { readonly [Index in keyof Parameters]: InjectToken<Parameters[Index]> };
};

/** What may stand in `inject` for a parameter of this type. The compiler does not know what is under a text. */
export type InjectToken<Value> = Class<Value> | TypedToken<Value> | string;

/**
 * Makes a class known to tsyringe by its own list of what its constructor takes: `static inject = [Shop, CURRENCY] as const`.
 * It needs no types that a compiler emits, so that it works in both dialects of decorators and under each compiler. Put it
 * directly above the class, below tsyringe's `@singleton()` or `@scoped()`; without these the class is transient.
 */
export function Injectable(): <Parameters extends readonly unknown[]>(
  target: InjectableClass<Parameters>,
  context?: ClassDecoratorContext,
) => void {
  return (target, context) => {
    // A standard decorator runs before the static members of its class are there.
    const tokens: unknown[] = [];
    recordInjectable(target, tokens);
    const fill = (): void => {
      tokens.push(...listOf(target));
    };
    if (context) context.addInitializer(fill);
    else fill();
  };
}

function listOf(target: { readonly name: string; readonly inject?: unknown }): readonly unknown[] {
  const { name, inject } = target;
  if (Object.hasOwn(target, 'inject') && Array.isArray(inject)) return inject;
  throw new RedisTriggersError({
    code: 'HANDLER_INVALID',
    place: name,
    what: 'the class has @Injectable(), but no static list "inject"',
    remedy: 'Write what the constructor takes: `static inject = [Shop, CURRENCY] as const`.',
  });
}
