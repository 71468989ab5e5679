import 'reflect-metadata';
import { Lifecycle, type DependencyContainer } from 'tsyringe';
import { ownClassOf } from '../messages/own-class.js';
import type { Class } from '../metadata/class.js';
import { isToken, type Token } from '../metadata/parameter-metadata.js';
import type { Lifetime } from './container.js';
import { constructionProblem, dependenciesOf } from './construction.js';
import type { Dependency } from './constructor-parameters.js';
import { makeKnown, registrationsOf, type TsyringeRegistration } from './tsyringe-registration.js';

/** What the compiler emits for a parameter whose type is no class of the program. */
const typesWithoutClass = new Set<unknown>([
  Object,
  String,
  Number,
  Boolean,
  BigInt,
  Symbol,
  Function,
  Array,
  Promise,
  Date,
]);

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
  /** Whether something was met that the runtime provides. */
  asksForProvided = false;
  private readonly met = new Map<Token, Lifetime>();
  /** The classes that are looked at, from the outermost to the innermost: each asks for the next. */
  private path: readonly Class[] = [];
  /** The tokens that are looked at, in the same way. */
  private visiting: readonly Token[] = [];
  private outside?: DependencyWalk;

  constructor(
    private readonly container: DependencyContainer,
    private readonly invocationTokens: ReadonlySet<Token>,
    /** What the runtime provides, unless something else is registered for it. */
    private readonly provided: ReadonlySet<Token> = new Set(),
    /** The classes of another copy of this package that were met, each after that of this one. */
    readonly otherCopies: (readonly [own: Token, other: Class])[] = [],
  ) {}

  /** The tokens of an invocation that were met. */
  get askedFor(): readonly Token[] {
    return [...this.invocationTokens].filter((token) => this.met.has(token));
  }

  /** Throws when the token, or something it needs, can never be resolved. */
  visit(token: Token): Lifetime {
    const known = this.met.get(token);
    if (known && this.visiting.includes(token)) {
      throw this.wrong(`${nameOf(token)} needs itself: break the cycle with delay()`);
    }
    if (known) return known;
    // Until it is known better: a cycle (tsyringe's delay()) leads back here.
    this.met.set(token, 'transient');
    const outer = this.visiting;
    this.visiting = [...outer, token];
    const lifetime = this.lifetimeOf(token);
    this.visiting = outer;
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
    if (this.provided.has(token)) {
      this.asksForProvided = true;
      return 'singleton';
    }
    if (typeof token === 'function') return this.ofClass(token);
    throw this.wrong(`nothing is registered under ${nameOf(token)}`);
  }

  private ofRegistration({ provider, options }: TsyringeRegistration): Lifetime {
    // Made at the start, from the root and outside of any invocation: nothing else of it matters here.
    if (options.lifecycle === Lifecycle.Singleton) {
      const outside = this.outsideInvocations;
      outside.ofProvider(provider);
      this.asksForProvided ||= outside.asksForProvided;
      return 'singleton';
    }
    const made = this.ofProvider(provider);
    return options.lifecycle === Lifecycle.ContainerScoped ? 'scoped' : made;
  }

  /** The walk for what is made at the start: there is no value of an invocation then. */
  private get outsideInvocations(): DependencyWalk {
    if (this.invocationTokens.size === 0) return this;
    const { container, provided, otherCopies } = this;
    return (this.outside ??= new DependencyWalk(container, new Set(), provided, otherCopies));
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
    const outer = this.path;
    if (outer.includes(target)) throw this.wrong(`${target.name} needs itself: break the cycle with delay()`);
    this.path = [...outer, target];
    makeKnown(target);
    const problem = constructionProblem(target);
    if (problem !== undefined) throw this.wrong(problem);
    const parts = dependenciesOf(target).map((dependency) => this.ofDependency(dependency, target));
    this.path = outer;
    // The container that makes a disposable keeps it until it is disposed itself: the root must not.
    return isDisposable(target) || parts.includes('scoped') ? 'scoped' : 'transient';
  }

  private ofDependency({ token: asked, isOptional, isDelayed }: Dependency, target: Class): Lifetime {
    const token = ownClassOf(asked);
    if (token !== asked && isToken(token)) this.otherCopies.push([token, asked as Class]);
    if (!isToken(token)) {
      throw this.wrong(`the constructor of ${target.name} asks for ${String(token)}: a cycle of imports?`);
    }
    const canBeMissing = isOptional && typeof token !== 'function';
    const isOffered = this.invocationTokens.has(token) || this.provided.has(token);
    const isRegistered = isOffered || registrationsOf(this.container, token);
    if (!isRegistered && canBeMissing) return 'transient';
    if (!isRegistered && typesWithoutClass.has(token)) {
      const emitted = (token as Class).name;
      const what = `the constructor of ${target.name} asks for an interface or a primitive (emitted as ${emitted})`;
      throw this.wrong(`${what}: name what it means with @inject(token)`);
    }
    return isDelayed ? this.visitLater(token) : this.visit(token);
  }

  /** It is made when it is first used: by then whoever asks for it is there. */
  private visitLater(token: Token): Lifetime {
    const { path, visiting } = this;
    this.path = [];
    this.visiting = [];
    const lifetime = this.visit(token);
    this.path = path;
    this.visiting = visiting;
    return lifetime;
  }

  private wrong(what: string): Error {
    const names = this.path.map(({ name }) => name);
    return new Error(names.length > 1 ? `${what} (${names.join(' → ')})` : what);
  }
}

function nameOf(token: Token): string {
  return typeof token === 'function' ? token.name : JSON.stringify(String(token));
}

function shortest(lifetimes: readonly Lifetime[]): Lifetime {
  return (['scoped', 'transient'] as const).find((each) => lifetimes.includes(each)) ?? 'singleton';
}

function isDisposable(target: Class): boolean {
  return typeof (target.prototype as { dispose?: unknown } | undefined)?.dispose === 'function';
}
