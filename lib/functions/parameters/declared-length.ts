import type { MethodName } from '../../metadata/class.js';
import type { ParameterOwner } from './method-reading.js';

/** How many arguments a method counts: without those that have a default, and what follows them. */
export function declaredLength(owner: MethodPlace): number {
  return functionOf(owner)?.length ?? 0;
}

/** Whether a method has no parameter at all, by its source. */
export function takesNothing(owner: MethodPlace): boolean {
  const found = functionOf(owner);
  return typeof found === 'function' && /^[^(]*\(\s*\)/.test(Function.prototype.toString.call(found));
}

type MethodPlace = Pick<ParameterOwner, 'handlerClass' | 'method'>;

function functionOf({ handlerClass, method }: MethodPlace): ((...args: unknown[]) => unknown) | undefined {
  const prototype = handlerClass.prototype as Record<
    MethodName,
    ((...args: unknown[]) => unknown) | undefined
  >;
  return prototype[method];
}
