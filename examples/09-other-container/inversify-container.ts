import { Container as Inversify } from 'inversify';
import type { Container, ContainerScope, InvocationValues, Lifetime, Token } from 'redis-triggers';

/** Inversify: it does not say how long instances live, so it is asked in each attempt, and keeps singletons itself. */
export class InversifyContainer implements Container {
  constructor(private readonly container: Inversify) {}

  /** What the runtime offers: its Sender. */
  provide(token: Token, value: unknown): void {
    if (!this.container.isBound(token)) this.container.bind(token).toConstantValue(value);
  }

  prepare(token: Token): Lifetime {
    if (this.container.isBound(token)) return 'scoped';
    throw new Error(`nothing is bound to ${typeof token === 'function' ? token.name : String(token)}`);
  }

  resolve(token: Token): unknown {
    return this.container.get(token);
  }

  /** All that the attempt needs is made here, because a binding may take its time. */
  async createScope(values: InvocationValues, tokens: readonly Token[]): Promise<ContainerScope> {
    const scope = new Inversify({ parent: this.container });
    for (const [token, value] of values) scope.bind(token).toConstantValue(value);
    const made = new Map<Token, unknown>();
    for (const token of tokens) made.set(token, await scope.getAsync(token));
    return { resolve: (token) => made.get(token), dispose: () => scope.unbindAll() };
  }
}
