import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { Layer } from '../../invocation/layer.js';
import { sendOutputs } from '../../sending/outputs/send-outputs.js';
import type { SendCalls } from '../../sending/send-calls.js';
import { isPromiseLike } from '../../time/is-promise-like.js';

/**
 * Sends what the method of a function returns, where it has outputs: outside of its time limit and middleware, so that only
 * what succeeded is sent, and within its retries, so that what cannot be sent is a failure of the attempt.
 */
export function outputLayer({ outputs, place }: FunctionDescriptor, calls: SendCalls): Layer | undefined {
  if (!outputs) return undefined;
  const send = (returned: unknown): unknown => {
    if (returned === undefined || returned === null) return returned;
    return sendOutputs(calls, outputs, returned, place).then(() => returned);
  };
  return (inner) => (context) => {
    const returned = inner(context);
    return isPromiseLike(returned) ? returned.then(send) : send(returned);
  };
}
