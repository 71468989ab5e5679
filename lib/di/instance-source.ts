import type { Token } from '../metadata/parameter-metadata.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import type { Container, ContainerScope, Lifetime } from './container.js';

/** Where one invocation gets its instances. */
export interface Instances {
  get(token: Token): unknown;
  dispose(): void | PromiseLike<void>;
}

/** Looks at each new instance that invocations get of a transient. */
export interface InstanceWatch {
  readonly token: Token;
  look(instance: unknown): void;
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
  private readonly valueTokens: readonly Token[];
  /** The tokens that are resolved in a scope: all but singletons. */
  private readonly resolvedInScope: readonly Token[];
  /** Only where what it asks for is a transient. */
  private readonly watch: InstanceWatch | undefined;

  constructor(
    private readonly container: Container,
    tokens: readonly Token[],
    invocationTokens: readonly Token[],
    watch?: InstanceWatch,
  ) {
    const lifetimes = new Map<Token, Lifetime>();
    for (const token of tokens) lifetimes.set(token, container.prepare(token, invocationTokens));
    for (const [token, lifetime] of lifetimes) {
      if (lifetime === 'singleton') this.singletons.set(token, container.resolve(token));
    }
    this.needsScope = [...lifetimes.values()].includes('scoped');
    this.watch = watch && lifetimes.get(watch.token) === 'transient' ? watch : undefined;
    this.withoutScope = new InvocationInstances(this.singletons, container, this.watch);
    this.valueTokens = invocationTokens.filter((token) => container.mayAskFor?.(token) ?? true);
    this.resolvedInScope = [...lifetimes.keys()].filter((token) => !this.singletons.has(token));
  }

  /**
   * Opens the instances of one invocation; `valueOf` is asked for what a scope needs, if there is one. A promise only where the
   * container takes its time to make the scope.
   */
  open(valueOf: (token: Token) => unknown): Instances | PromiseLike<Instances> {
    if (!this.needsScope) return this.withoutScope;
    const values = this.valueTokens.map((token) => [token, valueOf(token)] as const);
    const scope = this.container.createScope(values, this.resolvedInScope);
    const opened = (scope: ContainerScope): Instances =>
      new InvocationInstances(this.singletons, scope, this.watch, scope);
    return isPromiseLike(scope) ? scope.then(opened) : opened(scope);
  }
}

class InvocationInstances implements Instances {
  constructor(
    private readonly singletons: ReadonlyMap<Token, unknown>,
    private readonly others: Pick<Container, 'resolve'>,
    private readonly watch: InstanceWatch | undefined,
    private readonly scope?: ContainerScope,
  ) {}

  get(token: Token): unknown {
    const singleton = this.singletons.get(token);
    if (singleton !== undefined || this.singletons.has(token)) return singleton;
    const instance = this.others.resolve(token);
    if (token === this.watch?.token) this.watch.look(instance);
    return instance;
  }

  dispose(): void | PromiseLike<void> {
    return this.scope?.dispose();
  }
}
