import type { Problem } from '../errors/problem.js';
import type { Middleware } from '../messages/middleware.js';
import type { Class, MethodName } from '../metadata/class.js';
import { ownDecorationMetadata, type DecorationMetadata } from '../metadata/decoration-metadata.js';
import { hasTrigger } from '../metadata/trigger-metadata.js';
import { nameOf } from './class-name.js';
import { prototypesOf } from './prototypes-of.js';
import { readMiddleware } from './options/read-middleware.js';
import { readOutputs, type OutputDescriptor } from './options/read-outputs.js';
import { readRetry, type DecoratedRetry } from './options/read-retry.js';
import { reportMisplaced } from './report-misplaced.js';

/** What the decorators beside its triggers say of a method. */
export interface Decorations {
  /** What a retry decorator on the method says. */
  readonly methodRetry?: DecoratedRetry | undefined;
  /** What a retry decorator on the class says: for methods that say nothing themselves. */
  readonly classRetry?: DecoratedRetry | undefined;
  /** From the outermost to the innermost: of the class, then of the method; of parents first. */
  readonly middleware: readonly Middleware[];
  /** Where what the method returns is sent. */
  readonly outputs: readonly OutputDescriptor[];
}

/**
 * Reads the decorators beside the triggers of a class, its own and its parents'. Of retries the nearest counts;
 * middleware adds up. What is wrong is added to `problems`.
 */
export function readDecorations(
  handlerClass: Class,
  problems: Problem[],
): (method: MethodName) => Decorations {
  const name = nameOf(handlerClass);
  const read = (levels: DecorationMetadata[][], place: string) => ({
    retry: readRetry(levels, place, problems),
    middleware: readMiddleware(levels, place, problems),
    outputs: readOutputs(levels, place, problems),
  });
  reportMisplaced(handlerClass, problems);
  const levels = prototypesOf(handlerClass).map((each) => ownOf(each, undefined));
  const ofClass = read(levels, name);
  const known = new Map<MethodName, Decorations>();
  const describe = (method: MethodName): Decorations => {
    const ofMethod = read(methodLevels(handlerClass, method), `${name}.${String(method)}`);
    const middleware = Object.freeze([...ofClass.middleware, ...ofMethod.middleware]);
    const { outputs } = ofMethod;
    return { methodRetry: ofMethod.retry, classRetry: ofClass.retry, middleware, outputs };
  };
  // A method may have several triggers, and is read once: else each of its problems would be told again.
  return (method) => {
    const decorations = known.get(method) ?? describe(method);
    known.set(method, decorations);
    return decorations;
  };
}

/** Those of a method, one level for each class: from the class whose trigger counts down to the handler class. */
function methodLevels(handlerClass: Class, method: MethodName): DecorationMetadata[][] {
  const prototypes = prototypesOf(handlerClass.prototype as object);
  const nearest = prototypes.findLastIndex((each) => hasTrigger(each, method));
  return prototypes.slice(Math.max(0, nearest)).map((each) => ownOf(each, method));
}

/** Those of one method, or of the class itself, as the source has them: decorators run from the bottom up. */
function ownOf(owner: object, method: MethodName | undefined): DecorationMetadata[] {
  return ownDecorationMetadata(owner)
    .filter((record) => record.method === method)
    .reverse();
}
