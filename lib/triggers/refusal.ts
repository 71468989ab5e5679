/** Nothing fits this type: its argument is what the compiler says about a decorator that is wrong where it stands. */
export interface Refusal<Reason extends string> {
  readonly 'redis-triggers': Reason;
}

/**
 * The `this` of a signature that no decorator is called by, because a decorator is called without one. A function type
 * with such a signature can be assigned to `MethodDecorator`, and still checks where it is used as a decorator.
 */
export interface NeverThis {
  readonly [nobody]: never;
}

declare const nobody: unique symbol;
