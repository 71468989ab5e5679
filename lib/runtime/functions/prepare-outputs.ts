import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { SendCalls } from '../../sending/send-calls.js';

/** Looks at the outputs of all functions before anything starts. What is wrong with any of them is added to `problems`. */
export async function prepareOutputs(
  functions: readonly FunctionDescriptor[],
  calls: SendCalls,
  problems: Problem[],
): Promise<void> {
  const all = functions.flatMap(({ outputs = [], place }) => outputs.map((output) => ({ ...output, place })));
  for (const { definition, options, place } of all) {
    try {
      await calls.prepare(definition, options, place);
    } catch (error) {
      if (!(error instanceof RedisTriggersError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, place })));
    }
  }
}
