import { connectionLabel } from '../connection-strings/connection-label.js';
import { looksLikeConnectionString } from '../connection-strings/looks-like-connection-string.js';
import { parseConnectionString } from '../connection-strings/parse-connection-string.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import type { Problem } from '../errors/problem.js';
import { describeFunctions } from '../functions/describe-functions.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Class } from '../metadata/class.js';

/**
 * The functions of these classes as they are written: placeholders and names of connections stay what they are, so that a
 * document is the same in every environment. `names` are the connections that only look like connection strings.
 *
 * @throws RedisTriggersError for all problems of the handlers
 */
export function functionsAsWritten(
  handlers: readonly Class[],
  names: readonly string[] = [],
): readonly FunctionDescriptor[] {
  const problems: Problem[] = [];
  const known = new Set(names.map((name) => name.toLowerCase()));
  const nameConnection = (reference: string, place: string): string =>
    known.has(reference.toLowerCase()) || !looksLikeConnectionString(reference)
      ? reference
      : connectionLabel(parseConnectionString(reference, place));
  const settings = { get: (name: string): string => `%${name}%` };
  const functions = describeFunctions(
    handlers,
    { settings, nameConnection, configureKeyspaceNotifications: false },
    problems,
  );
  throwProblems(problems, 'the handlers');
  return functions;
}
