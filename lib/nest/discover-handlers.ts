import type { DiscoveryService } from '@nestjs/core';
import { prototypesOf } from '../functions/prototypes-of.js';
import type { Class } from '../metadata/class.js';
import type { Token } from '../metadata/parameter-metadata.js';
import { ownTriggerMetadata } from '../metadata/trigger-metadata.js';

/** What Nest knows of a provider or a controller. */
export type Provided = ReturnType<DiscoveryService['getProviders']>[number];

/** A class with functions that Nest provides. */
export interface FoundHandler {
  readonly handlerClass: Class;
  /** Under which Nest has it. */
  readonly token: Token;
  readonly provided: Provided;
  /** The name of its module. */
  readonly moduleName: string;
}

/** The providers and controllers with decorated methods, in the order of their modules. */
export function discoverHandlers(all: readonly Provided[]): FoundHandler[] {
  return all.flatMap((provided) => {
    const handlerClass = provided.isAlias ? undefined : classOf(provided);
    if (!handlerClass || !hasFunctions(handlerClass)) return [];
    const moduleName = provided.host?.name ?? 'a module';
    return [{ handlerClass, token: provided.token as Token, provided, moduleName }];
  });
}

/** Those of factories without a class as a token: what they make is known only now that they have made it. */
export function undiscovered(all: readonly Provided[], found: readonly FoundHandler[]): Class[] {
  const known = new Set<unknown>(found.map(({ handlerClass }) => handlerClass));
  return all.flatMap(({ instance, isAlias }) => {
    const made = isAlias ? undefined : classOfInstance(instance);
    return made && hasFunctions(made) && !known.has(made) ? [made] : [];
  });
}

/** The class of what is provided: also behind `useClass`, `useValue`, and a `useFactory` whose token is the class. */
function classOf({ metatype, token, instance, isNotMetatype, isFactory }: Provided): Class | undefined {
  if (typeof metatype === 'function' && !isNotMetatype) return metatype as Class;
  if (isFactory) return typeof token === 'function' ? (token as Class) : undefined;
  const made = classOfInstance(instance);
  if (made && hasFunctions(made)) return made;
  // What a test puts in place of a handler has its functions only where it has their methods.
  return undefined;
}

function classOfInstance(instance: unknown): Class | undefined {
  if (typeof instance !== 'object' || instance === null) return undefined;
  const prototype = Object.getPrototypeOf(instance) as { constructor?: unknown } | null;
  return typeof prototype?.constructor === 'function' ? (prototype.constructor as Class) : undefined;
}

function hasFunctions(of: Class): boolean {
  const prototype = of.prototype as object | null | undefined;
  return (
    Boolean(prototype) && prototypesOf(prototype ?? null).some((each) => ownTriggerMetadata(each).length > 0)
  );
}
