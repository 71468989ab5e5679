import { describeError } from '../errors/describe-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { payloadValues } from '../expressions/message-values.js';
import type { SendCommand } from '../expressions/send-command.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { InputDescriptor } from '../functions/parameters/parameter-descriptor.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import { inputConversion } from './input-conversion.js';

/** Reads what a parameter is bound to; of a batch, the values of all messages. Rejects with INPUT_FAILED. */
export function inputReader(
  { command, type, written }: InputDescriptor,
  descriptor: FunctionDescriptor,
  send: SendCommand,
): (context: InvocationContext) => Promise<unknown> {
  const { place, batch } = descriptor;
  const payloadField = descriptor.kind === 'stream' ? descriptor.payloadField : undefined;
  const convert = inputConversion(type, place);
  return async ({ messages, signal }) => {
    try {
      const values = await Promise.all(
        messages.map(async (message) =>
          convert(await send(command(payloadValues(message, payloadField)), { signal, repeats: true })),
        ),
      );
      return batch ? values : values[0];
    } catch (cause) {
      const what = `what ${written} reads cannot be given to the method: ${describeError(cause).message}`;
      throw new RedisTriggersError({ code: 'INPUT_FAILED', place, what: what.replace(/\.$/, '') }, { cause });
    }
  };
}
