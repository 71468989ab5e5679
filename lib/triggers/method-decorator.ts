import type { MethodName } from '../metadata/class.js';

/** A decorator as it is implemented: called with what either dialect gives, which its type has checked. */
export type AnyMethodDecorator = (first: unknown, second?: unknown, descriptor?: PropertyDescriptor) => void;

/** What a standard decorator of an instance method is told; `Checked` is what its type has against the method. */
export type InstanceMethodContext<
  This,
  Method extends AnyMethod,
  Checked = unknown,
> = ClassMethodDecoratorContext<This, Method> & InstanceMember & Checked;

/** Any method, whatever it takes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what ClassMethodDecoratorContext asks for
export type AnyMethod = (...parameters: any[]) => unknown;

/** A decorator of a method of this type, in either dialect. */
export interface DecoratorOf<Wanted extends AnyMethod> {
  <This, Method extends Wanted>(method: Method, context: InstanceMethodContext<This, Method>): void;
  <Method extends Wanted>(
    prototype: object,
    method: MethodName,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void;
}

/** A decorator of a class or of an instance method, in either dialect. */
export type ClassOrMethodDecorator = StandardClassOrMethodDecorator & ClassDecorator & MethodDecorator;

interface StandardClassOrMethodDecorator {
  <Target extends abstract new (...args: never[]) => unknown>(
    target: Target,
    context: ClassDecoratorContext<Target>,
  ): void;
  <This, Method extends AnyMethod>(method: Method, context: InstanceMethodContext<This, Method>): void;
}

interface InstanceMember {
  readonly static: false;
  readonly private: false;
}
