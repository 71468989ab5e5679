import 'reflect-metadata';
import {
  container as globalContainer,
  Lifecycle,
  type DependencyContainer,
  type InjectionToken,
} from 'tsyringe';
import { constructorParameters } from '../../di/constructor-parameters.js';
import { registrationsOf } from '../../di/tsyringe-registration.js';
import type { Class } from '../../metadata/class.js';
import { isToken, type Token } from '../../metadata/parameter-metadata.js';
import type { Override } from './override.js';

/**
 * A container for one test: what `base` has, the overrides in its place, and singletons of its own. Those
 * of `base` were perhaps made by an earlier test, with its overrides inside.
 */
export function freshContainer(
  tokens: readonly Token[],
  overrides: readonly Override[],
  base: DependencyContainer = globalContainer,
): DependencyContainer {
  const fresh = base.createChildContainer();
  for (const [token, value] of overrides) override(fresh, token as InjectionToken, value);
  const met = new Set<Token>(overrides.map(([token]) => token));
  for (const token of tokens) freshen(token, base, fresh, met);
  return fresh;
}

/** tsyringe takes no instance that is null or undefined. */
function override(container: DependencyContainer, token: InjectionToken, value: unknown): void {
  if (value === null || value === undefined) container.register(token, { useFactory: () => value });
  else container.registerInstance(token, value);
}

function freshen(token: Token, base: DependencyContainer, fresh: DependencyContainer, met: Set<Token>): void {
  if (met.has(token)) return;
  met.add(token);
  const registrations = registrationsOf(base, token) ?? [];
  // All of them or none: one that is registered here hides all that the base has.
  if (registrations.some(({ options }) => options.lifecycle === Lifecycle.Singleton)) {
    for (const { provider, options } of registrations)
      fresh.register(token as InjectionToken, provider as never, options);
  }
  for (const { useToken, useClass } of registrations.map(({ provider }) => provider)) {
    if (useToken !== undefined) freshen(useToken, base, fresh, met);
    if (useClass) freshenParts(useClass, base, fresh, met);
  }
  if (registrations.length === 0 && typeof token === 'function') freshenParts(token, base, fresh, met);
}

function freshenParts(
  target: Class,
  base: DependencyContainer,
  fresh: DependencyContainer,
  met: Set<Token>,
): void {
  for (const { token } of constructorParameters(target)) {
    if (isToken(token)) freshen(token, base, fresh, met);
  }
}
