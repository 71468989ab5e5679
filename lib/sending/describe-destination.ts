import { RedisTriggersError, throwProblems } from '../errors/redis-triggers-error.js';
import type { Problem } from '../errors/problem.js';
import { describeTrigger } from '../functions/describe-trigger.js';
import { definitionWords } from '../functions/options/defined-options.js';
import { readOptions } from '../functions/options/read-options.js';
import type { TriggerKind } from '../messages/raw-message.js';
import type { SettingsSource } from '../settings/settings-source.js';
import { isDefinition, type AnyDefinition } from '../triggers/definition.js';
import { Destination } from './destination.js';

/** Stands for the handler class, which a definition that is only sent to does not have. */
abstract class NoHandler {}

/**
 * Where a definition leads, by the rules that hold for its triggers.
 *
 * @throws RedisTriggersError for all its problems
 */
export function describeDestination(
  definition: AnyDefinition,
  settings: SettingsSource,
  place: string,
): Destination {
  const problems: Problem[] = [];
  const { kind } = definition;
  const options = readOptions(kind, definition, undefined, place, problems);
  const { connection = '', payload } = options;
  const base = { id: place, place, handlerClass: NoHandler, method: '', connection, parameters: [] };
  const hooks = { deadLetter: [], gap: [] };
  const descriptor = describeTrigger(
    kind,
    { ...base, hooks, middleware: [], ...(payload && { payload }) },
    options,
    { settings, nameConnection: (reference) => reference, configureKeyspaceNotifications: false },
    problems,
  );
  throwProblems(problems, place);
  return new Destination(Object.freeze(descriptor));
}

/** Throws unless it is a definition of this kind: JavaScript checks no types. */
export function assertDefinition(
  definition: unknown,
  kind: TriggerKind,
  place: string,
): asserts definition is AnyDefinition {
  const { define } = definitionWords[kind];
  if (!isDefinition(definition)) {
    const what = 'what it is given to send to is no definition';
    throw new RedisTriggersError({
      code: 'DEFINITION_INVALID',
      place,
      what,
      remedy: `Use what ${define} makes.`,
    });
  }
  if (definition.kind === kind) return;
  const what = `it is given a definition that ${definitionWords[definition.kind].define} made`;
  const remedy = `Use sender.${methodFor[definition.kind]}, or define it with ${define}.`;
  throw new RedisTriggersError({ code: 'DEFINITION_INVALID', place, what, remedy });
}

/** Which method of a sender takes a definition. */
export const methodFor: Readonly<Record<TriggerKind, 'push' | 'add' | 'publish'>> = {
  list: 'push',
  stream: 'add',
  pubsub: 'publish',
};
