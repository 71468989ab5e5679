import type { Problem } from '../errors/problem.js';
import type { Class } from '../metadata/class.js';
import type { TriggerMetadata } from '../metadata/trigger-metadata.js';
import { chooseRetry } from './choose-retry.js';
import { nameOf } from './class-name.js';
import { collectHooks } from './collect-hooks.js';
import { collectTriggers } from './collect-triggers.js';
import { describeParameters } from './parameters/describe-parameters.js';
import { describeTrigger } from './describe-trigger.js';
import type { FunctionDescriptor, FunctionHooks } from './function-descriptor.js';
import type { FunctionSurroundings } from './function-surroundings.js';
import { nameConnection } from './name-connection.js';
import { readDecorations, type Decorations } from './read-decorations.js';
import { readOptions } from './options/read-options.js';

/** A function that was found, also one with problems: then there is no descriptor. */
interface Found {
  readonly id: string;
  readonly place: string;
  readonly descriptor?: FunctionDescriptor;
}

/** The handler class of a function, and what is said there beside its trigger. */
interface HandlerParts {
  readonly handlerClass: Class;
  readonly hooks: FunctionHooks;
  readonly decorations: Decorations;
}

/** The functions of these classes, frozen. What is wrong with any of them is added to `problems`. */
export function describeFunctions(
  handlers: readonly Class[],
  surroundings: FunctionSurroundings,
  problems: Problem[],
): readonly FunctionDescriptor[] {
  const found = handlers.flatMap((handlerClass) => {
    const triggers = collectTriggers(handlerClass, problems);
    const decorationsOf = readDecorations(handlerClass, problems);
    const kinds = triggers.map(({ kind }) => kind);
    const hooks = collectHooks(handlerClass, kinds, problems);
    return triggers.map((record) => {
      const decorations = decorationsOf(record.method);
      return describeFunction({ handlerClass, hooks, decorations }, record, surroundings, problems);
    });
  });
  reportDuplicates(found, problems);
  return Object.freeze(found.flatMap(({ descriptor }) => descriptor ?? []));
}

function describeFunction(
  { handlerClass, hooks, decorations }: HandlerParts,
  { kind, method, options: written, overrides, isStandard }: TriggerMetadata,
  surroundings: FunctionSurroundings,
  problems: Problem[],
): Found {
  const place = `${nameOf(handlerClass)}.${String(method)}`;
  const found: Problem[] = [];
  const options = readOptions(kind, written, overrides, place, found);
  const { payload, payloadField, args, batch = false, name: id = place } = options;
  const connection = nameConnection(options.connection, place, surroundings, found);
  const own = { handlerClass, method, place, id, connection, surroundings };
  const described = describeParameters(
    { ...own, kind, batch, payload, payloadField, args, isStandard },
    found,
  );
  const { middleware, outputs } = decorations;
  const sends = outputs.length > 0 && { outputs };
  const base = { id, place, handlerClass, method, connection, hooks, middleware, ...described, ...sends };
  const retry = chooseRetry(options.retry, decorations, place, found);
  const descriptor = describeTrigger(kind, base, { ...options, retry }, surroundings, found);
  problems.push(...found);
  return { id, place, ...(found.length === 0 && { descriptor: Object.freeze(descriptor) }) };
}

function reportDuplicates(functions: readonly Found[], problems: Problem[]): void {
  const places = new Map<string, string[]>();
  for (const { id, place } of functions) places.set(id, [...(places.get(id) ?? []), place]);
  for (const [id, [place = id, ...others]] of places) {
    if (others.length === 0) continue;
    const what = `the function id "${id}" is used ${others.length + 1} times (${[place, ...others].join(', ')})`;
    problems.push({ code: 'FUNCTION_ID_DUPLICATE', place, what });
  }
}
