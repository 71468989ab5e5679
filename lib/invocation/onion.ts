import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Middleware } from '../messages/middleware.js';
import type { Clock } from '../time/clock.js';
import type { Instruments } from './instruments.js';
import { builtInLayerOf, layerOf, type Layer } from './layer.js';
import { retryMiddleware, type RetryObserver } from './retry-middleware.js';
import type { TimeLimit } from './time-limit.js';

/** What the layers around a function depend on besides its descriptor. */
export interface OnionOptions {
  readonly clock: Clock;
  /** Its signal is aborted when a stop begins, or a pause; it is another one after that. */
  readonly schedule: { readonly stopping: AbortSignal };
  /** What add-ons put around each attempt. */
  readonly instruments?: Instruments | undefined;
  /** Sends what the function returns. */
  readonly output?: Layer | undefined;
  /** The time limit of the function, where it has one. */
  readonly timeLimit?: TimeLimit | undefined;
  /** That of `createRuntime`. */
  readonly middleware: readonly Middleware[];
  readonly onRetry?: RetryObserver | undefined;
}

/** Everything around the handler of a function, from the outermost to the innermost: this is the order. */
export function onionOf(
  { retry, middleware: ownMiddleware }: FunctionDescriptor,
  { clock, schedule, instruments, output, timeLimit, middleware, onRetry }: OnionOptions,
): readonly Layer[] {
  return [
    ...(retry ? [builtInLayerOf(retryMiddleware(retry, clock, schedule, onRetry))] : []),
    ...(instruments ? [instruments.layer] : []),
    ...(output ? [output] : []),
    ...(timeLimit ? [timeLimit.layer] : []),
    ...middleware.map(layerOf),
    ...ownMiddleware.map(layerOf),
  ];
}
