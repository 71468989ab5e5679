import 'reflect-metadata';
import type { DependencyContainer, InjectionToken } from 'tsyringe';
import type { Token } from '../metadata/parameter-metadata.js';
import type { Container, ContainerScope, InvocationValues, Lifetime } from './container.js';
import { DependencyWalk } from './dependency-walk.js';

/** Makes a tsyringe container fit the port. */
export class TsyringeContainer implements Container {
  constructor(private readonly container: DependencyContainer) {}

  prepare(token: Token, invocationTokens: readonly Token[]): Lifetime {
    const walk = new DependencyWalk(this.container, new Set(invocationTokens));
    const lifetime = walk.visit(token);
    // From the root, before any scope can: tsyringe disposes a singleton with the scope that first made it.
    // All that are registered under the token: who asks with @injectAll() gets each of them.
    for (const singleton of walk.singletons) this.container.resolveAll(singleton as InjectionToken);
    return lifetime;
  }

  resolve(token: Token): unknown {
    return this.container.resolve(token as InjectionToken<unknown>);
  }

  createScope(values: InvocationValues): ContainerScope {
    const scope = this.container.createChildContainer();
    for (const [token, value] of values) scope.registerInstance(token as InjectionToken, value);
    return {
      resolve: (token) => scope.resolve(token as InjectionToken<unknown>),
      dispose: () => scope.dispose(),
    };
  }
}
