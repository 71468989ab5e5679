import type { Container, ContainerScope, InvocationValues, Lifetime, Token } from 'redis-triggers';

/** Makes one thing; `get` gives what it needs. */
type Factory = (get: (token: Token) => unknown) => unknown;

/** A container of plain factories: it stands for whichever framework you have. */
export class FactoryContainer implements Container {
  private readonly factories = new Map<Token, { lifetime: Lifetime; make: Factory }>();
  private readonly singletons = new Map<Token, unknown>();

  register(token: Token, lifetime: Lifetime, make: Factory): this {
    this.factories.set(token, { lifetime, make });
    return this;
  }

  /** Offered by the runtime, for whoever injects it: its Sender. */
  provide(token: Token, value: unknown): void {
    if (!this.factories.has(token)) this.register(token, 'singleton', () => value);
  }

  /** Asked once for each token at the start: can it be made, and how long does it live? */
  prepare(token: Token): Lifetime {
    return this.find(token).lifetime;
  }

  /** Singletons are asked for once, transients at each attempt. */
  resolve(token: Token): unknown {
    const { lifetime, make } = this.find(token);
    if (lifetime !== 'singleton') return make((part) => this.resolve(part));
    if (!this.singletons.has(token)) {
      this.singletons.set(
        token,
        make((part) => this.resolve(part)),
      );
    }
    return this.singletons.get(token);
  }

  /** One scope for each attempt that needs one; `values` are the message, the context, the logger. */
  createScope(values: InvocationValues): ContainerScope {
    const made = new Map<Token, unknown>(values);
    const resolve = (token: Token): unknown => {
      if (made.has(token)) return made.get(token);
      const { lifetime, make } = this.find(token);
      if (lifetime === 'singleton') return this.resolve(token);
      const instance = make(resolve);
      if (lifetime === 'scoped') made.set(token, instance);
      return instance;
    };
    return { resolve, dispose: () => made.clear() };
  }

  private find(token: Token): { lifetime: Lifetime; make: Factory } {
    const found = this.factories.get(token);
    if (!found) throw new Error(`nothing is registered for ${String(token)}`);
    return found;
  }
}
