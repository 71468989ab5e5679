import type { Token } from '../metadata/parameter-metadata.js';
import type { Container, ContainerScope, Lifetime } from './container.js';

/** Where one invocation gets its instances. */
export interface Instances {
  get(token: Token): unknown;
  dispose(): void | PromiseLike<void>;
}

/**
 * How a function gets its handler and its services, decided once: singletons are resolved here and now,
 * and a scope is opened for each invocation only if a token asks for one.
 */
export class InstanceSource {
  private readonly singletons = new Map<Token, unknown>();
  /** Whether a token lives in the scope of an invocation. */
  readonly needsScope: boolean;
  /** The instances of every invocation that needs no scope. */
  readonly withoutScope: Instances;
  /** The tokens of an invocation that somebody may ask a scope for. */
  private readonly scopeTokens: readonly Token[];

  constructor(
    private readonly container: Container,
    tokens: readonly Token[],
    invocationTokens: readonly Token[],
  ) {
    const lifetimes = new Map<Token, Lifetime>();
    for (const token of tokens) lifetimes.set(token, container.prepare(token, invocationTokens));
    for (const [token, lifetime] of lifetimes) {
      if (lifetime === 'singleton') this.singletons.set(token, container.resolve(token));
    }
    this.needsScope = [...lifetimes.values()].includes('scoped');
    this.withoutScope = new InvocationInstances(this.singletons, container);
    this.scopeTokens = invocationTokens.filter((token) => container.mayAskFor?.(token) ?? true);
  }

  /** Opens the instances of one invocation; `valueOf` is asked for what a scope needs, if there is one. */
  open(valueOf: (token: Token) => unknown): Instances {
    if (!this.needsScope) return this.withoutScope;
    const scope = this.container.createScope(this.scopeTokens.map((token) => [token, valueOf(token)]));
    return new InvocationInstances(this.singletons, scope, scope);
  }
}

class InvocationInstances implements Instances {
  constructor(
    private readonly singletons: ReadonlyMap<Token, unknown>,
    private readonly others: Pick<Container, 'resolve'>,
    private readonly scope?: ContainerScope,
  ) {}

  get(token: Token): unknown {
    const singleton = this.singletons.get(token);
    if (singleton !== undefined || this.singletons.has(token)) return singleton;
    return this.others.resolve(token);
  }

  dispose(): void | PromiseLike<void> {
    return this.scope?.dispose();
  }
}
