import { batchValues, messageValues } from '../../expressions/message-values.js';
import type { Invocation } from '../handler-class.js';
import { isTrigger, type Binding } from '../folder/binding.js';
import type { RedisBindings } from '../redis/redis-bindings.js';
import type { FunctionRunner } from './function-runner.js';
import { retryException, type RetryException } from './retry-exception.js';
import { triggerReader, type BindingValue, type PubSubMessage } from './trigger-value.js';

/** One invocation: what the bindings read, the function, what the bindings send. All of it fails where one part does. */
export function invocationOf(
  bindings: readonly Binding[],
  run: FunctionRunner,
  { read, send }: RedisBindings,
  pubSub: PubSubMessage,
): Invocation {
  const trigger = bindings.find(isTrigger);
  if (!trigger) throw new Error('a function without a trigger');
  const readTrigger = triggerReader(trigger, pubSub);
  // All attempts of an invocation have the same messages.
  const failures = new WeakMap<object, RetryException>();
  const attempt: Invocation = async (context, sends) => {
    const { messages, signal } = context;
    const [message] = messages;
    const data = trigger.isMany || !message ? batchValues(messages) : messageValues(message);
    const call = { data, sends, signal };
    const inputs = new Map<string, BindingValue>([[trigger.name, readTrigger(messages)]]);
    if (read) for (const [name, value] of await read(call)) inputs.set(name, value);
    const exception = failures.get(messages);
    const result = await run({ context, inputs, data, ...(exception && { exception }) });
    if (send) await send(result, call);
  };
  return async (context, sends) => {
    try {
      await attempt(context, sends);
    } catch (error) {
      failures.set(context.messages, retryException(error));
      throw error;
    }
  };
}
