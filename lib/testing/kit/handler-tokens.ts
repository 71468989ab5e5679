import type { Class } from '../../metadata/class.js';
import { parameterMetadata, reflectedParameterTypes, type Token } from '../../metadata/parameter-metadata.js';

/** What the container makes for these handlers: themselves, and what their methods ask for. */
export function tokensOf(handlers: readonly Class[]): Token[] {
  return handlers.flatMap((handler) => [
    handler,
    ...methodsOf(handler).flatMap((method) => askedFor(handler, method)),
  ]);
}

function methodsOf(handler: Class): string[] {
  const names: string[] = [];
  let prototype = handler.prototype as object | null;
  while (prototype && prototype !== Object.prototype) {
    names.push(...Object.getOwnPropertyNames(prototype));
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return names;
}

function askedFor(handler: Class, method: string): Token[] {
  const prototype = handler.prototype as object;
  const types = reflectedParameterTypes(prototype, method) ?? [];
  const sources = Object.values(parameterMetadata(prototype, method));
  const named = sources.flatMap((source) => (source.from === 'container' ? [source.token] : []));
  return [...types.filter((type): type is Class => typeof type === 'function'), ...named];
}
