import type { Problem } from '../errors/problem.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionSurroundings } from './function-surroundings.js';

/** The name of the connection that is referred to; empty where there is no reference, or none that leads anywhere, which is then a problem. */
export function nameConnection(
  reference: string | undefined,
  place: string,
  { nameConnection }: Pick<FunctionSurroundings, 'nameConnection'>,
  problems: Problem[],
): string {
  if (reference === undefined) return '';
  try {
    return nameConnection(reference, place);
  } catch (error) {
    if (!(error instanceof RedisTriggersError)) throw error;
    problems.push(...error.problems);
    return '';
  }
}
