import 'reflect-metadata';
import type { Class } from '../metadata/class.js';

/** One thing that tsyringe resolves to construct a class. */
export interface Dependency {
  /** A token; or whatever else the compiler left there, such as undefined in a cycle of imports. */
  readonly token: unknown;
  /** Whether it may be missing. */
  readonly isOptional: boolean;
}

/** How tsyringe's @inject, @injectAll and their transforms record a parameter. */
interface TokenRecord {
  readonly token?: unknown;
  readonly transform?: unknown;
  readonly isOptional?: boolean;
}

/** What tsyringe resolves to construct a class, by the same records that it reads. */
export function constructorParameters(target: Class): readonly Dependency[] {
  const types = (Reflect.getMetadata('design:paramtypes', target) as unknown[] | undefined) ?? [];
  const injected =
    (Reflect.getOwnMetadata('injectionTokens', target) as Record<string, unknown> | undefined) ?? {};
  const parameters = Object.assign([...types], injected) as unknown[];
  return parameters.flatMap((parameter) => dependenciesOf(parameter));
}

function dependenciesOf(parameter: unknown, isOptional = false): Dependency[] {
  if (typeof parameter !== 'object' || parameter === null) return [{ token: parameter, isOptional }];
  // What delay() makes.
  if ('wrap' in parameter) return dependenciesOf((parameter.wrap as () => unknown)(), isOptional);
  const record = parameter as TokenRecord;
  return [
    ...dependenciesOf(record.token, record.isOptional),
    ...(record.transform === undefined ? [] : dependenciesOf(record.transform)),
  ];
}
