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

/**
 * The registrations of a token, in this container or the nearest parent that has any. tsyringe has no
 * public way to ask for a registration's lifecycle; this is the only place that reads the private one.
 */
export function registrationsOf(
  container: DependencyContainer,
  token: Token,
): readonly TsyringeRegistration[] | undefined {
  const { getAllRegistrations } = container as unknown as {
    getAllRegistrations: (this: DependencyContainer, token: Token) => TsyringeRegistration[] | null;
  };
  return getAllRegistrations.call(container, token) ?? undefined;
}
