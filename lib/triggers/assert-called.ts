import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { isObject } from '../errors/value-checks.js';

/** `@RedisListTrigger` in place of `@RedisListTrigger({ … })`: the compiler calls it with what it should decorate. */
export function assertCalled(decorator: string, given: unknown, second: unknown): void {
  const isMember = typeof second === 'string' || typeof second === 'symbol';
  const isContext = typeof given === 'function' && isObject(second) && 'kind' in second;
  if (!isMember && !isContext) return;
  const name = isMember ? second : (second as { name?: unknown }).name;
  throw new RedisTriggersError({
    code: 'DECORATOR_UNSUPPORTED',
    place: String(name),
    what: `@${decorator} stands there without options`,
    remedy: `Call it: @${decorator}({ connection, … }).`,
  });
}
