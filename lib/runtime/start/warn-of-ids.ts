import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { looksMinified } from '../../functions/looks-minified.js';
import type { Logger } from '../../logging/logger.js';

/** Warns of function ids that the next build may change, once for all of them. */
export function warnOfIds(functions: readonly FunctionDescriptor[], logger: Logger): void {
  const functionIds = functions
    .filter((each) => isKeptInRedis(each) && looksMinified(each))
    .map(({ id }) => id);
  if (functionIds.length === 0) return;
  logger.warn(
    { functionIds },
    'function ids look minified: another build may change them, and what Redis keeps under an id is then not found ' +
      'again (a stream is read anew from its start). Give each trigger a `name`, or let the minifier keep class names',
  );
}

/** Whether keys or consumer groups have the id in their names. */
function isKeptInRedis(descriptor: FunctionDescriptor): boolean {
  if (descriptor.kind !== 'pubsub') return true;
  return descriptor.deadLetter || descriptor.exclusive || descriptor.deduplicate !== undefined;
}
