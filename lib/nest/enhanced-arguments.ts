import 'reflect-metadata';
import type { ParamsFactory } from '@nestjs/core';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import type { RedisMessageModel } from '../messages/redis-message-model.js';

/** What was thrown in a call, for the filters to look at. */
export class FailedCall {
  constructor(readonly error: unknown) {}
}

/**
 * What `getArgs()` of an execution context gives: the message, the payload and the context, arrays of them with
 * `batch: true`. The last is for us: what the method is called with.
 */
export type EnhancedArguments = readonly [
  message: RedisMessageModel | readonly RedisMessageModel[],
  payload: unknown,
  context: InvocationContext,
  given: readonly unknown[] | FailedCall,
];

/** What guards see of an invocation whose method gets these arguments. */
export function describeArguments(
  context: InvocationContext,
  given: readonly unknown[],
  isBatch: boolean,
): EnhancedArguments {
  const { messages, payloads } = context;
  const models = messages.map((message) => message.toModel());
  const [first] = models;
  return first && !isBatch ? [first, payloads[0], context, given] : [models, payloads, context, given];
}

/** As Nest numbers them: pipes are told that a payload is a `body`, and that anything else is `custom`. */
const body = 3;
const custom = 99;

/** Lets Nest have what it calls parameters: each argument of a method goes through the pipes, and on to the method. */
class ArgumentReader implements ParamsFactory {
  readonly metadataKey = 'redis-triggers:nest-arguments';

  /** Leaves with a method what Nest looks for there; at least one parameter, because with none the method would get ours. */
  describe(functions: readonly FunctionDescriptor[]): void {
    for (const { handlerClass, method } of functions) {
      const ofMethod = functions.filter(
        (each) => each.handlerClass === handlerClass && each.method === method,
      );
      const count = Math.max(1, ...ofMethod.map(({ parameters }) => parameters.length));
      const entries = Array.from({ length: count }, (_, index) => {
        const isPayload = ofMethod.some(({ parameters }) => parameters[index]?.from === 'payload');
        return [`${isPayload ? body : custom}:${index}`, { index, data: index, pipes: [] }] as const;
      });
      Reflect.defineMetadata(this.metadataKey, Object.fromEntries(entries), handlerClass, method);
    }
  }

  exchangeKeyForValue(_type: number, data: unknown, args: readonly unknown[]): unknown {
    const given = args[3] as EnhancedArguments[3];
    // Nothing of the call is repeated: it fails as it did, and the filters have it.
    if (given instanceof FailedCall) throw given.error;
    return given[data as number];
  }
}

export const argumentReader = new ArgumentReader();
