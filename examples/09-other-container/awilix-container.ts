import { asValue, type AwilixContainer } from 'awilix';
import type { Container, ContainerScope, InvocationValues, Lifetime, Token } from 'redis-triggers';

/** Awilix: classes go by their names, with a small first letter, as its cradle has them. */
export class Awilix implements Container {
  constructor(private readonly container: AwilixContainer) {}

  /** What the runtime offers: its Sender. */
  provide(token: Token, value: unknown): void {
    if (!this.container.hasRegistration(nameOf(token)))
      this.container.register(nameOf(token), asValue(value));
  }

  prepare(token: Token): Lifetime {
    const registration = this.container.getRegistration(nameOf(token));
    if (!registration) throw new Error(`nothing is registered as ${String(nameOf(token))}`);
    // What is transient may need something of the invocation, and so comes from its scope as well.
    return registration.lifetime === 'SINGLETON' ? 'singleton' : 'scoped';
  }

  resolve(token: Token): unknown {
    return this.container.resolve(nameOf(token));
  }

  createScope(values: InvocationValues): ContainerScope {
    const scope = this.container.createScope();
    for (const [token, value] of values) scope.register(nameOf(token), asValue(value));
    return { resolve: (token) => scope.resolve(nameOf(token)), dispose: () => scope.dispose() };
  }
}

function nameOf(token: Token): string | symbol {
  return typeof token === 'function' ? token.name.charAt(0).toLowerCase() + token.name.slice(1) : token;
}
