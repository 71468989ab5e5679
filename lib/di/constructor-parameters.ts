import 'reflect-metadata';
import type { Class } from '../metadata/class.js';

/** One thing that tsyringe resolves to construct a class. */
export interface Dependency {
  /** A token; or whatever else the compiler left there, such as undefined in a cycle of imports. */
  readonly token: unknown;
  /** Whether it may be missing. */
  readonly isOptional: boolean;
  /** Whether it is resolved only when it is used: the way out of a cycle. */
  readonly isDelayed: boolean;
}

/** How tsyringe's @inject, @injectAll and their transforms record a parameter. */
interface TokenRecord {
  readonly token?: unknown;
  readonly transform?: unknown;
  readonly isOptional?: boolean;
}

/** What tsyringe resolves to construct a class, by the same records that it reads. */
export function constructorParameters(target: Class): readonly Dependency[] {
  return recordsOf(target).flatMap((parameter) => dependenciesOf(parameter));
}

/** How many parameters of the constructor are known. */
export function knownParameterCount(target: Class): number {
  return recordsOf(target).length;
}

function recordsOf(target: Class): unknown[] {
  const types = (Reflect.getMetadata('design:paramtypes', target) as unknown[] | undefined) ?? [];
  const injected =
    (Reflect.getOwnMetadata('injectionTokens', target) as Record<string, unknown> | undefined) ?? {};
  return Object.assign([...types], injected);
}

function dependenciesOf(parameter: unknown, isOptional = false): Dependency[] {
  if (typeof parameter !== 'object' || parameter === null) {
    return [{ token: parameter, isOptional, isDelayed: false }];
  }
  // What delay() makes.
  if ('wrap' in parameter)
    return [{ token: (parameter.wrap as () => unknown)(), isOptional, isDelayed: true }];
  const record = parameter as TokenRecord;
  return [
    ...dependenciesOf(record.token, record.isOptional),
    ...(record.transform === undefined ? [] : dependenciesOf(record.transform)),
  ];
}
