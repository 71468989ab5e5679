import 'reflect-metadata';
import { createRequire } from 'node:module';
import { container as globalContainer, injectable, type DependencyContainer, type Lifecycle } from 'tsyringe';
import type { Class } from '../metadata/class.js';
import { isInjectable } from '../metadata/injectable-metadata.js';
import type { Token } from '../metadata/parameter-metadata.js';

/** What tsyringe was told about a token. */
export interface TsyringeRegistration {
  readonly provider: {
    readonly useClass?: Class;
    readonly useToken?: Token;
    readonly useValue?: unknown;
    readonly useFactory?: unknown;
  };
  readonly options: { readonly lifecycle: Lifecycle };
}

/*
 * tsyringe has no public way to ask for a registration's lifecycle, for what a container is to dispose, or for whether a
 * class has one of its decorators. This is the only place that reads what is private there.
 */

/** The classes with a decorator of tsyringe; undefined where this copy of it cannot be looked into, such as in a bundle. */
const decorated = decoratedClasses();

/** Whether a decorator of tsyringe is on the class itself, not only on one that it extends; undefined: nobody knows. */
export function isKnownToTsyringe(target: Class): boolean | undefined {
  return decorated?.has(target);
}

function decoratedClasses(): ReadonlyMap<unknown, unknown> | undefined {
  try {
    const inside = createRequire(import.meta.url)('tsyringe/dist/cjs/dependency-container.js') as {
      readonly instance?: unknown;
      readonly typeInfo?: unknown;
    };
    const isSameCopy = inside.instance === globalContainer;
    return isSameCopy && inside.typeInfo instanceof Map ? inside.typeInfo : undefined;
  } catch {
    return undefined;
  }
}

/** Has tsyringe know a class with our own `@Injectable()`, which does not itself load tsyringe. */
export function makeKnown(target: Class): void {
  if (isInjectable(target) && !isKnownToTsyringe(target))
    injectable()(target as new (...args: unknown[]) => unknown);
}

/** The registrations of a token, in this container or the nearest parent that has any. */
export function registrationsOf(
  container: DependencyContainer,
  token: Token,
): readonly TsyringeRegistration[] | undefined {
  const { getAllRegistrations } = container as unknown as {
    getAllRegistrations: (this: DependencyContainer, token: Token) => TsyringeRegistration[] | null;
  };
  return getAllRegistrations.call(container, token) ?? undefined;
}

/** Whether a container has made anything that it is to dispose; also where it cannot be seen. */
export function holdsDisposables(container: DependencyContainer): boolean {
  const { disposables } = container as unknown as { disposables?: ReadonlySet<unknown> };
  return disposables?.size !== 0;
}

/**
 * A child of a container that stands for it: it has the same interceptors, and what it makes is disposed of with the parent.
 * For what the parent is to make with values that are not registered there, because they are not everybody's.
 */
export function standInFor(container: DependencyContainer): DependencyContainer {
  const child = container.createChildContainer();
  const { interceptors, disposables } = container as unknown as ContainerInside;
  return Object.assign(child, interceptors && { interceptors }, disposables && { disposables });
}

interface ContainerInside {
  readonly interceptors?: object;
  readonly disposables?: object;
}
