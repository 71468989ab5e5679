import { connectionLabel } from '../connection-strings/connection-label.js';
import { looksLikeConnectionString } from '../connection-strings/looks-like-connection-string.js';
import { parseConnectionString } from '../connection-strings/parse-connection-string.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import type { Problem } from '../errors/problem.js';
import { describeFunctions } from '../functions/describe-functions.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Class } from '../metadata/class.js';
import { addTriggerMetadata } from '../metadata/trigger-metadata.js';

/** A function, and what its method sends. */
export interface WrittenFunction {
  readonly descriptor: FunctionDescriptor;
  readonly outputs: readonly WrittenOutput[];
}

/** Where a method sends, described as a function that would receive it. */
export interface WrittenOutput {
  /** Undefined where it is the only one, and needs none. */
  readonly name: string | undefined;
  readonly receiver: FunctionDescriptor;
}

/**
 * The functions of these classes as they are written: placeholders and names of connections stay what they are, so that a
 * document is the same in every environment. `names` are the connections that only look like connection strings.
 *
 * @throws RedisTriggersError for all problems of the handlers
 */
export function functionsAsWritten(
  handlers: readonly Class[],
  names: readonly string[] = [],
): readonly WrittenFunction[] {
  const problems: Problem[] = [];
  const describe = describerOf(names, problems);
  const written = describe(handlers).map((descriptor) => ({
    descriptor,
    outputs: (descriptor.outputs ?? []).flatMap(({ name, definition }) =>
      describe([receiverOf(definition)]).map((receiver) => ({ name, receiver })),
    ),
  }));
  throwProblems(problems, 'the handlers');
  return written;
}

function describerOf(names: readonly string[], problems: Problem[]) {
  const known = new Set(names.map((name) => name.toLowerCase()));
  const nameConnection = (reference: string, place: string): string =>
    known.has(reference.toLowerCase()) || !looksLikeConnectionString(reference)
      ? reference
      : connectionLabel(parseConnectionString(reference, place));
  const settings = { get: (name: string): string => `%${name}%` };
  const surroundings = { settings, nameConnection, configureKeyspaceNotifications: false };
  return (classes: readonly Class[]) => describeFunctions(classes, surroundings, problems);
}

/** A class with a function for what is sent by a definition: both ends read it in the same way. */
function receiverOf(definition: { readonly kind: FunctionDescriptor['kind'] }): Class {
  class Receiver {
    output(): void {}
  }
  const { kind } = definition;
  addTriggerMetadata(Receiver.prototype, { kind, method: 'output', options: definition, target: 'method' });
  return Receiver;
}
