import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { ParameterDescriptor } from '../functions/parameters/parameter-descriptor.js';
import type { CommandPort } from '../expressions/send-command.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import type { Token } from '../metadata/parameter-metadata.js';
import { inputReader } from './input-reader.js';
import { messageReader } from './message-reader.js';

/** Where the container's part of the arguments comes from. */
export interface TokenSource {
  get(token: Token): unknown;
}

/** Makes one argument of an invocation. */
type ArgumentMaker = (context: InvocationContext, instances: TokenSource) => unknown;

/** Makes all arguments of an invocation: at once, unless some are read from Redis. */
export type ArgumentPlan = (
  context: InvocationContext,
  instances: TokenSource,
) => unknown[] | Promise<unknown[]>;

/**
 * Compiles a function's parameters once, so that an invocation only runs the makers.
 *
 * @param port where inputs are read; without it there is nothing to read
 */
export function compileArguments(
  descriptor: FunctionDescriptor,
  port: CommandPort = nothingThere,
): ArgumentPlan {
  const makers = descriptor.parameters.map((parameter) => argumentMaker(parameter, descriptor, port));
  const inputs = descriptor.parameters.map((parameter) =>
    parameter.from === 'input' ? inputReader(parameter, descriptor, port(parameter.connection)) : undefined,
  );
  if (inputs.some((input) => input !== undefined)) return withInputs(makers, inputs);
  const [only] = makers;
  // Most methods take the message and nothing else.
  if (only && makers.length === 1) return (context, instances) => [only(context, instances)];
  return (context, instances) => makers.map((make) => make(context, instances));
}

const nothingThere: CommandPort = () => () => Promise.resolve(undefined);

/** All inputs are read beside each other. Only they are waited for: what a container gives may have a `then` as well. */
function withInputs(
  makers: readonly ArgumentMaker[],
  inputs: readonly (((context: InvocationContext) => Promise<unknown>) | undefined)[],
): ArgumentPlan {
  return async (context, instances) => {
    const read = await Promise.all(inputs.map(async (input) => input && (await input(context))));
    return makers.map((make, index) => (inputs[index] ? read[index] : make(context, instances)));
  };
}

function argumentMaker(
  parameter: ParameterDescriptor,
  descriptor: FunctionDescriptor,
  port: CommandPort,
): ArgumentMaker {
  const { batch } = descriptor;
  switch (parameter.from) {
    case 'message': {
      const read = messageReader(parameter.form, descriptor);
      if (batch) return ({ messages }) => messages.map(read);
      return ({ messages: [message] }) => message && read(message);
    }
    case 'payload':
      return batch ? ({ payloads }) => payloads : ({ payloads: [payload] }) => payload;
    case 'context':
      return (context) => context;
    case 'signal':
      return (context) => context.signal;
    case 'input':
      return () => undefined;
    case 'redis': {
      const send = port(parameter.connection);
      return () => send;
    }
    case 'container': {
      const { token } = parameter;
      return (_context, instances) => instances.get(token);
    }
  }
}
