import type { Middleware, OrderByMessage, RedisMessageModel, RetryOptions } from 'redis-triggers';
import type { Conditions, Feature } from '../side/contestant.js';
import { Text } from './handler-class.js';

/** The options of a trigger: what the scenario says, and the rest at its default. */
export function triggerOptions({ key, options }: Conditions): {
  connection: string;
  key: readonly string[];
} {
  const { keys = [], feature, telemetry: _, ...others } = options;
  return { connection: 'bench', key: [key, ...keys], ...others, ...(feature && optionsOf[feature]) };
}

/** The middleware of a runtime with this feature: one, which does nothing itself. */
export function middlewareOf({ options }: Conditions): Middleware[] {
  return options.feature === 'middleware' ? [(_context, next) => next()] : [];
}

const retry: RetryOptions = { strategy: 'fixedDelay', maxRetryCount: 3, delayIntervalInMs: 100 };

/** Messages have a number; those whose last three digits are the same are handled in order, and slow ones as well. */
const orderBy: OrderByMessage<unknown> = ({ message }) => /slow|\d{3}(?!\d)/.exec(message)?.[0] ?? '';
const numberOf = ({ message }: RedisMessageModel): string => /\d+/.exec(message)?.[0] ?? '';

const optionsOf: Record<Feature, object> = {
  scope: {},
  payload: { payload: Text },
  middleware: {},
  retry: { retry },
  orderBy: { orderBy },
  deduplicate: { deduplicate: { by: numberOf, forInMs: 60_000 } },
};
