import type { Invocation } from '../handler-class.js';
import { isTrigger, type Binding } from '../folder/binding.js';
import type { FunctionRunner } from './function-runner.js';
import { messageValues, type MessageValues } from './message-values.js';
import { triggerReader, type BindingValue, type PubSubMessage } from './trigger-value.js';

/** What the bindings beside the trigger do. */
export interface RedisBindings {
  /** What each `in` binding reads, by its name; undefined where the function has none. */
  readonly read?: (data: MessageValues) => Promise<ReadonlyMap<string, BindingValue>>;
  /** Sends what the function gave back; undefined where it has no `out` binding. */
  readonly send?: (result: OutputValues, data: MessageValues) => Promise<void>;
}

/** What a function gave back, which outputs are made of. */
export interface OutputValues {
  readonly returned: unknown;
  readonly outputs: Readonly<Record<string, unknown>>;
}

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
  return async (context) => {
    const data = messageValues(context.messages, trigger.isMany);
    const inputs = new Map<string, BindingValue>([[trigger.name, readTrigger(context.messages)]]);
    if (read) for (const [name, value] of await read(data)) inputs.set(name, value);
    const result = await run({ context, inputs, data });
    if (send) await send(result, data);
  };
}
