import { addHookMetadata, type HookKind } from '../metadata/hook-metadata.js';
import { decoratedMember } from './decorated-member.js';
import type { AnyMethodDecorator, DecoratorOf } from './method-decorator.js';

/** A decorator for methods that take one argument of this type. */
export type HookDecorator<Argument> = DecoratorOf<(argument: Argument) => unknown>;

/** The decorator that records a hook of this kind. */
export function recordHook(hook: HookKind): AnyMethodDecorator {
  return (first, second, descriptor) => {
    const { owner, method, target } = decoratedMember(first, second, descriptor);
    addHookMetadata(owner, { hook, method, target });
  };
}
