import { Lifecycle, type DependencyContainer } from 'tsyringe';
import type { Class } from '../metadata/class.js';
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
 * tsyringe has no public way to ask for a registration's lifecycle, or for what a container is to dispose. This is the
 * only place that reads what is private there.
 */

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
