import type { MethodName } from '../metadata/class.js';
import { addHookMetadata, type HookKind } from '../metadata/hook-metadata.js';
import { assertLegacyDecorator } from './assert-legacy-decorator.js';
import { targetOf } from './target-of.js';

/** A decorator for methods that take one argument of this type. */
export type HookDecorator<Argument> = <Method extends (argument: Argument) => unknown>(
  prototype: object,
  method: MethodName,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/** The decorator that records a hook of this kind. */
export function recordHook<Argument>(hook: HookKind): HookDecorator<Argument> {
  return (owner, method, descriptor) => {
    assertLegacyDecorator(owner, method);
    addHookMetadata(owner, { hook, method, target: targetOf(owner, descriptor) });
  };
}
