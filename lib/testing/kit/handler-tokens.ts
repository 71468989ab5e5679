import type { Class } from '../../metadata/class.js';
import {
  parameterMetadata,
  reflectedParameterTypes,
  type ParameterSource,
  type Token,
} from '../../metadata/parameter-metadata.js';
import { ownTriggerMetadata } from '../../metadata/trigger-metadata.js';
import { sourcesIn } from '../../triggers/binding.js';

/** What the container makes for these handlers: themselves, and what their methods ask for. */
export function tokensOf(handlers: readonly Class[]): Token[] {
  return handlers.flatMap((handler) => [
    handler,
    ...prototypesOf(handler).flatMap((prototype) => [
      ...Object.getOwnPropertyNames(prototype).flatMap((method) => askedFor(handler, method)),
      ...ownTriggerMetadata(prototype).flatMap(({ options, overrides }) =>
        [options, overrides].flatMap(sourcesIn).flatMap(tokenOf),
      ),
    ]),
  ]);
}

function prototypesOf(handler: Class): object[] {
  const prototypes: object[] = [];
  let prototype = handler.prototype as object | null;
  while (prototype && prototype !== Object.prototype) {
    prototypes.push(prototype);
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return prototypes;
}

function askedFor(handler: Class, method: string): Token[] {
  const prototype = handler.prototype as object;
  const types = reflectedParameterTypes(prototype, method) ?? [];
  const sources = Object.values(parameterMetadata(prototype, method));
  return [...types.filter((type): type is Class => typeof type === 'function'), ...sources.flatMap(tokenOf)];
}

function tokenOf(source: ParameterSource): Token[] {
  return source.from === 'container' ? [source.token] : [];
}
