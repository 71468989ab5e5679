import { Lifecycle, type DependencyContainer } from 'tsyringe';
import type { Class } from '../metadata/class.js';
import type { Token } from '../metadata/parameter-metadata.js';
import type { Lifetime } from './container.js';
import { constructorParameters } from './constructor-parameters.js';
import { registrationsOf, type TsyringeRegistration } from './tsyringe-registration.js';

/** Walks what a token is made of, to learn how its instances live and which singletons are among them. */
export class DependencyWalk {
  /** The singletons that were met, in the order in which they were. */
  readonly singletons = new Set<Token>();
  private readonly met = new Map<Token, Lifetime>();

  constructor(
    private readonly container: DependencyContainer,
    private readonly invocationTokens: ReadonlySet<Token>,
  ) {}

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
    if (!registrations) return typeof token === 'function' ? this.ofClass(token) : 'transient';
    return shortest(registrations.map((registration) => this.ofRegistration(token, registration)));
  }

  private ofRegistration(token: Token, { provider, options }: TsyringeRegistration): Lifetime {
    if (options.lifecycle === Lifecycle.ContainerScoped) return 'scoped';
    if (options.lifecycle === Lifecycle.Singleton) {
      this.singletons.add(token);
      return 'singleton';
    }
    if (provider.useToken !== undefined) return this.visit(provider.useToken);
    if (provider.useClass !== undefined) return this.ofClass(provider.useClass);
    // What a factory resolves cannot be seen: it may well want something of the invocation.
    return provider.useFactory === undefined ? 'transient' : 'scoped';
  }

  private ofClass(target: Class): Lifetime {
    // The container that makes a disposable keeps it until it is disposed itself: the root must not.
    if (isDisposable(target)) return 'scoped';
    const parts = constructorParameters(target).map((parameter) => this.visit(parameter));
    return parts.includes('scoped') ? 'scoped' : 'transient';
  }
}

function shortest(lifetimes: readonly Lifetime[]): Lifetime {
  return (['scoped', 'transient'] as const).find((each) => lifetimes.includes(each)) ?? 'singleton';
}

function isDisposable(target: Class): boolean {
  return typeof (target.prototype as { dispose?: unknown } | undefined)?.dispose === 'function';
}
