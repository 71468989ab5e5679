import { Lifecycle, type DependencyContainer } from 'tsyringe';
import type { Class } from '../metadata/class.js';
import { isToken, type Token } from '../metadata/parameter-metadata.js';
import type { Lifetime } from './container.js';
import { constructorParameters, type Dependency } from './constructor-parameters.js';
import { registrationsOf, type TsyringeRegistration } from './tsyringe-registration.js';

/**
 * Walks what a token is made of, to learn how its instances live, which singletons are among them, and
 * whether something is missing. It looks at everything, also below what is scoped: a singleton that an
 * invocation's scope made first would be disposed with it.
 */
export class DependencyWalk {
  /** The singletons that were met, in the order in which they were. */
  readonly singletons = new Set<Token>();
  /** Whether a factory was met. */
  hasFactories = false;
  private readonly met = new Map<Token, Lifetime>();

  constructor(
    private readonly container: DependencyContainer,
    private readonly invocationTokens: ReadonlySet<Token>,
  ) {}

  /** The tokens of an invocation that were met. */
  get askedFor(): readonly Token[] {
    return [...this.invocationTokens].filter((token) => this.met.has(token));
  }

  /** Throws when the token, or something it needs, can never be resolved. */
  visit(token: Token): Lifetime {
    const known = this.met.get(token);
    if (known) return known;
    // Until it is known better: a cycle (tsyringe's delay()) leads back here.
    this.met.set(token, 'transient');
    const lifetime = this.lifetimeOf(token);
    this.met.set(token, lifetime);
    return lifetime;
  }

  private lifetimeOf(token: Token): Lifetime {
    if (this.invocationTokens.has(token)) return 'scoped';
    const registrations = registrationsOf(this.container, token);
    if (registrations) {
      const lifetimes = registrations.map((each) => this.ofRegistration(each));
      const lifetime = shortest(lifetimes);
      // One registered beside a scoped one is the exception: the root cannot make the two.
      if (lifetimes.includes('singleton') && lifetime !== 'scoped') this.singletons.add(token);
      return lifetime;
    }
    if (typeof token === 'function') return this.ofClass(token);
    throw new Error(`nothing is registered under ${JSON.stringify(String(token))}`);
  }

  private ofRegistration({ provider, options }: TsyringeRegistration): Lifetime {
    // Resolving it, which happens at the start, shows what it is made of and whether that is there.
    if (options.lifecycle === Lifecycle.Singleton) return 'singleton';
    const made = this.ofProvider(provider);
    return options.lifecycle === Lifecycle.ContainerScoped ? 'scoped' : made;
  }

  private ofProvider({ useToken, useClass, useFactory }: TsyringeRegistration['provider']): Lifetime {
    if (useToken !== undefined) return this.visit(useToken);
    if (useClass !== undefined) return this.ofClass(useClass);
    if (useFactory === undefined) return 'transient';
    // What a factory resolves cannot be seen: it may well want something of the invocation.
    this.hasFactories = true;
    return 'scoped';
  }

  private ofClass(target: Class): Lifetime {
    const dependencies = constructorParameters(target);
    if (dependencies.length === 0 && target.length > 0) {
      throw new Error(
        `${target.name} has constructor parameters and neither @injectable() nor a registration`,
      );
    }
    const parts = dependencies.map((dependency) => this.ofDependency(dependency, target));
    // The container that makes a disposable keeps it until it is disposed itself: the root must not.
    return isDisposable(target) || parts.includes('scoped') ? 'scoped' : 'transient';
  }

  private ofDependency({ token, isOptional }: Dependency, target: Class): Lifetime {
    if (!isToken(token)) {
      throw new Error(`the constructor of ${target.name} asks for ${String(token)}: a cycle of imports?`);
    }
    const canBeMissing = isOptional && typeof token !== 'function' && !this.invocationTokens.has(token);
    return canBeMissing && !registrationsOf(this.container, token) ? 'transient' : this.visit(token);
  }
}

function shortest(lifetimes: readonly Lifetime[]): Lifetime {
  return (['scoped', 'transient'] as const).find((each) => lifetimes.includes(each)) ?? 'singleton';
}

function isDisposable(target: Class): boolean {
  return typeof (target.prototype as { dispose?: unknown } | undefined)?.dispose === 'function';
}
