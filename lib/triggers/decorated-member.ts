import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { isObject } from '../errors/value-checks.js';
import type { MethodName } from '../metadata/class.js';
import { StandardOwner } from '../metadata/standard-metadata.js';
import type { DecoratorTarget } from '../metadata/trigger-metadata.js';

/** The member that a decorator stands on, and with whom its record is left. */
export interface DecoratedMember {
  readonly owner: object;
  readonly method: MethodName;
  readonly target: DecoratorTarget;
  /** Whether the decorator is a standard one. */
  readonly isStandard: boolean;
}

/** What a compiler tells a standard decorator. */
export interface DecoratorContext {
  readonly kind: string;
  readonly name: MethodName | undefined;
  readonly static?: boolean;
  readonly private?: boolean;
  readonly metadata?: object;
}

/**
 * What the decorator of a member was called with. A legacy decorator gets the class or its prototype, the name and the
 * descriptor of the member; a standard one gets the method first, and a context second. Throws on a class.
 */
export function decoratedMember(
  first: unknown,
  second: unknown,
  descriptor: PropertyDescriptor | undefined,
): DecoratedMember {
  if (isContext(second)) return standardMember(second);
  if (typeof first === 'function' && second === undefined) throw onClass(first.name);
  const owner = first as object;
  return { owner, method: second as MethodName, target: targetOf(owner, descriptor), isStandard: false };
}

/** Whether the second argument of a decorator says that it is a standard one. */
export function isContext(second: unknown): second is DecoratorContext {
  return isObject(second) && typeof (second as { kind?: unknown }).kind === 'string';
}

/** With whom a standard decorator leaves its record. */
export function ownerIn(context: DecoratorContext): StandardOwner {
  const { kind, name, metadata } = context;
  if (isObject(metadata))
    return new StandardOwner(metadata, kind === 'class' || context.static ? 'class' : 'prototype');
  throw new RedisTriggersError({
    code: 'DECORATOR_UNSUPPORTED',
    place: String(name),
    what: 'the compiler gives this standard decorator no metadata, in which it could leave its options',
    remedy: 'Use TypeScript 5.2 or later, or another compiler that knows `context.metadata`.',
  });
}

function standardMember(context: DecoratorContext): DecoratedMember {
  const { kind, name } = context;
  if (kind === 'class') throw onClass(String(name));
  return { owner: ownerIn(context), method: name ?? '', target: targetIn(context), isStandard: true };
}

function targetIn(context: DecoratorContext): DecoratorTarget {
  if (context.kind !== 'method') return 'not a method';
  if (context.static) return 'static method';
  return context.private ? 'private method' : 'method';
}

function targetOf(owner: object, descriptor?: PropertyDescriptor): DecoratorTarget {
  if (typeof owner === 'function') return 'static method';
  return typeof descriptor?.value === 'function' ? 'method' : 'not a method';
}

function onClass(name: string): RedisTriggersError {
  return new RedisTriggersError({
    code: 'DECORATOR_UNSUPPORTED',
    place: name,
    what: 'the decorator stands on the class',
    remedy: 'Put it on the method that is to run.',
  });
}
