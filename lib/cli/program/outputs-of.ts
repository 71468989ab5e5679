import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { FoundFunctions } from '../../runtime/build/find-functions.js';
import { chooseSource } from '../../sending/choose-source.js';
import { describeDestination } from '../../sending/describe-destination.js';
import type { OutputUse } from '../acl/sender-rules.js';

/** An output with the connection that it is sent on. */
export interface ConnectedOutput extends OutputUse {
  readonly target: ConnectionTarget;
}

/** Where what methods return is sent. What is wrong with any of it is added to `problems`. */
export function outputsOf(
  functions: readonly FunctionDescriptor[],
  { catalog, settings }: Pick<FoundFunctions, 'catalog' | 'settings'>,
  problems: Problem[],
): ConnectedOutput[] {
  const all = functions.flatMap(({ id, outputs = [], place }) =>
    outputs.map((each) => ({ ...each, id, place })),
  );
  return all.flatMap(({ id, definition, options, place }) => {
    try {
      const { descriptor } = describeDestination(definition, settings, place);
      const source = chooseSource(descriptor, options, place);
      return [{ functionId: id, descriptor, source, target: catalog.resolve(descriptor.connection, place) }];
    } catch (error) {
      if (!(error instanceof RedisTriggersError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, place })));
      return [];
    }
  });
}
