import 'reflect-metadata';
import { container as globalContainer, type DependencyContainer, type InjectionToken } from 'tsyringe';
import type { Class } from '../metadata/class.js';
import type { Token } from '../metadata/parameter-metadata.js';
import type { Container, ContainerScope, InvocationValues, Lifetime } from './container.js';
import { DependencyWalk } from './dependency-walk.js';
import type { TsyringeLike } from './tsyringe-like.js';
import { holdsDisposables, standInFor } from './tsyringe-registration.js';

export { globalContainer };

/** Makes a tsyringe container fit the port. */
export class TsyringeContainer implements Container {
  /** The tokens of an invocation that what was prepared asks for. */
  private readonly askedFor = new Set<Token>();
  /** The classes of other copies of this package that something asks for, each with that of this copy. */
  private readonly otherCopies = new Map<Class, Token>();
  /** Whether there is a factory among what was prepared: it gets the scope, and what it does with that cannot be seen. */
  private hasFactories = false;
  /** What the runtime offers. */
  private readonly provided = new Map<Token, unknown>();
  /** Has that as well. Not the container itself: another runtime may have the same, and offers something else. */
  private standIn?: DependencyContainer;

  private readonly container: DependencyContainer;

  constructor(container: TsyringeLike) {
    this.container = container as DependencyContainer;
  }

  provide(token: Token, value: unknown): void {
    this.provided.set(token, value);
  }

  prepare(token: Token, invocationTokens: readonly Token[]): Lifetime {
    const walk = new DependencyWalk(this.container, new Set(invocationTokens), new Set(this.provided.keys()));
    const lifetime = walk.visit(token);
    for (const [own, other] of walk.otherCopies) this.otherCopies.set(other, own);
    if (walk.asksForProvided) this.standIn ??= this.makeStandIn();
    for (const [own, other] of walk.otherCopies) {
      if (this.standIn && this.provided.has(own))
        this.standIn.registerInstance(other as InjectionToken, this.provided.get(own));
    }
    // From the root, before any scope can: tsyringe disposes a singleton with the scope that first made it.
    // All that are registered under the token: who asks with @injectAll() gets each of them.
    for (const singleton of walk.singletons) this.root.resolveAll(singleton as InjectionToken);
    for (const asked of walk.askedFor) this.askedFor.add(asked);
    this.hasFactories ||= walk.hasFactories;
    return lifetime;
  }

  mayAskFor(invocationToken: Token): boolean {
    return this.hasFactories || this.askedFor.has(invocationToken);
  }

  resolve(token: Token): unknown {
    return this.root.resolve(token as InjectionToken<unknown>);
  }

  createScope(values: InvocationValues): ContainerScope {
    const scope = this.root.createChildContainer();
    for (const [token, value] of values) scope.registerInstance(token as InjectionToken, value);
    for (const [other, own] of this.otherCopies) {
      const value = values.find(([token]) => token === own);
      if (value) scope.registerInstance(other as InjectionToken, value[1]);
    }
    return {
      resolve: (token) => scope.resolve(token as InjectionToken<unknown>),
      // Where nobody else has the scope and nothing is to be disposed, to say so would take longer than all the rest.
      dispose: () => (this.hasFactories || holdsDisposables(scope) ? scope.dispose() : undefined),
    };
  }

  private get root(): DependencyContainer {
    return this.standIn ?? this.container;
  }

  private makeStandIn(): DependencyContainer {
    const standIn = standInFor(this.container);
    for (const [token, value] of this.provided) {
      if (!this.container.isRegistered(token as InjectionToken, true))
        standIn.registerInstance(token as InjectionToken, value);
    }
    return standIn;
  }
}
