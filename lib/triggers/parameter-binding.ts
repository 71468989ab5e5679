import type { MethodName } from '../metadata/class.js';
import type { NeverThis, Refusal } from './refusal.js';

/**
 * A decorator for a parameter that can take `One`, or `Many` in a batch; `never` where the compiler does not know what
 * is given. It is a `ParameterDecorator` as well.
 */
export interface ParameterBinding<One, Many = One> {
  (this: NeverThis, owner: object, method: MethodName | undefined, index: number): void;
  <Owner extends object, Method extends MethodName | undefined, Index extends number>(
    owner: Owner,
    method: Method,
    index: Index & Fits<One, Many, TypeAt<Owner, Method, Index>>,
  ): void;
}

/** The type of a parameter; `unknown` for a private method, whose type is not seen from outside. */
type TypeAt<Owner, Method, Index extends number> = Method extends keyof Owner
  ? Owner[Method] extends (...parameters: infer Parameters) => unknown
    ? Parameters[Index]
    : unknown
  : unknown;

type Fits<One, Many, Parameter> = unknown extends One
  ? unknown
  : [One] extends [Parameter]
    ? unknown
    : [Many] extends [Parameter]
      ? unknown
      : Refusal<'the parameter cannot take what it is bound to'>;
