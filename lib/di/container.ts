import type { Token } from '../metadata/parameter-metadata.js';

/**
 * The lifetime of a token's instances. `singleton`: one for the program, resolved once, when the runtime starts.
 * `transient`: a new one for each resolve, which needs nothing that belongs to an invocation. `scoped`: one for each
 * invocation, or a new one that needs something of the invocation or must be disposed with it.
 */
export type Lifetime = 'singleton' | 'transient' | 'scoped';

/** The values that exist only during an invocation, each with its token. */
export type InvocationValues = readonly (readonly [token: Token, value: unknown])[];

/**
 * What the runtime needs from a DI container. An adapter for tsyringe comes with this package; to use another
 * framework, implement the three methods that are not optional.
 */
export interface Container {
  /**
   * Offers what the runtime itself has for whoever asks for it, such as its `Sender`, a singleton. Called before everything
   * else. What is registered under the token already should win. Optional; without it, nobody can ask for it.
   */
  provide?(token: Token, value: unknown): void;
  /**
   * Prepares to resolve a token, and returns the lifetime of its instances. Called before the first invocation,
   * once for each function that needs the token, and once more for a class with hooks. `invocationTokens` are those
   * that each scope will have values for; hooks have fewer. Throws if the token can never be resolved.
   */
  prepare(token: Token, invocationTokens: readonly Token[]): Lifetime;
  /** Resolves an instance from the root. Called for singletons (once) and for transients. */
  resolve(token: Token): unknown;
  /**
   * Whether something that was prepared so far may ask its scope for this invocation token. What nobody may ask for is
   * not among the values of a scope, which saves the making of it. Optional; without it, scopes have all values.
   */
  mayAskFor?(invocationToken: Token): boolean;
  /**
   * Creates a scope for one invocation, in which these values can be resolved. Called only if a token is scoped. `tokens` are
   * all that will be resolved in it: what takes time is made here, and a promise of the scope returned. A promise is awaited.
   */
  createScope(
    values: InvocationValues,
    tokens: readonly Token[],
  ): ContainerScope | PromiseLike<ContainerScope>;
}

/** A part of a container that lives as long as one invocation. */
export interface ContainerScope {
  /** Resolves an instance in this scope: one of the `tokens` with which it was created. */
  resolve(token: Token): unknown;
  /** Disposes of what the scope created. Called once, also after a failure. May return a promise. */
  dispose(): void | PromiseLike<void>;
}
