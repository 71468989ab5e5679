import 'reflect-metadata';
import type { Class } from '../metadata/class.js';
import type { Token } from '../metadata/parameter-metadata.js';

/** How tsyringe's @inject, @injectAll and their transforms record a parameter. */
interface TokenRecord {
  readonly token?: unknown;
  readonly transform?: unknown;
}

/** The tokens that tsyringe resolves to construct a class, by the same records that it reads. */
export function constructorParameters(target: Class): readonly Token[] {
  const types = (Reflect.getMetadata('design:paramtypes', target) as unknown[] | undefined) ?? [];
  const injected =
    (Reflect.getOwnMetadata('injectionTokens', target) as Record<string, unknown> | undefined) ?? {};
  const parameters = Object.assign([...types], injected) as unknown[];
  return parameters.flatMap(tokensOf);
}

function tokensOf(parameter: unknown): Token[] {
  if (typeof parameter === 'object' && parameter !== null) {
    if ('wrap' in parameter) return tokensOf((parameter.wrap as () => unknown)());
    const { token, transform } = parameter as TokenRecord;
    return [token, transform].filter((each) => each !== undefined).flatMap(tokensOf);
  }
  return isToken(parameter) ? [parameter] : [];
}

function isToken(value: unknown): value is Token {
  return typeof value === 'function' || typeof value === 'string' || typeof value === 'symbol';
}
