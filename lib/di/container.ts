import type { Token } from '../metadata/parameter-metadata.js';

/**
 * How instances of a token live. `singleton`: one for the program; it is resolved once, when the runtime
 * starts. `transient`: a new one at each resolve, made of nothing that belongs to an invocation. `scoped`:
 * one for each invocation, or a new one that needs something of the invocation or must be disposed with it.
 */
export type Lifetime = 'singleton' | 'transient' | 'scoped';

/** The values that exist only during an invocation, each under its token. */
export type InvocationValues = readonly (readonly [token: Token, value: unknown])[];

/**
 * What the runtime needs of a DI container. tsyringe's fits by an adapter that comes with this package; to
 * use another framework, implement these three methods.
 */
export interface Container {
  /**
   * Called before the first invocation, once for each function that needs the token, and once more for a class
   * with hooks: makes ready to resolve it, and says how its instances live. `invocationTokens` are those that
   * each scope will have values for; those of hooks have fewer. Throws when the token can never be resolved.
   */
  prepare(token: Token, invocationTokens: readonly Token[]): Lifetime;
  /** An instance from the root: called for singletons (once) and for transients. */
  resolve(token: Token): unknown;
  /** A scope for one invocation, in which these values can be resolved. Called only if a token is scoped. */
  createScope(values: InvocationValues): ContainerScope;
}

/** A part of a container that lives as long as one invocation. */
export interface ContainerScope {
  resolve(token: Token): unknown;
  /** Disposes what the scope made; called once, also after a failure. May return a promise. */
  dispose(): void | PromiseLike<void>;
}
