import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { ParameterDescriptor } from '../functions/parameters/parameter-descriptor.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import type { Token } from '../metadata/parameter-metadata.js';
import { messageReader } from './message-reader.js';

/** Where the container's part of the arguments comes from. */
export interface TokenSource {
  get(token: Token): unknown;
}

/** Makes one argument of an invocation. */
type ArgumentMaker = (context: InvocationContext, instances: TokenSource) => unknown;

/** Makes all arguments of an invocation. */
export type ArgumentPlan = (context: InvocationContext, instances: TokenSource) => unknown[];

/** Compiles a function's parameters once, so that an invocation only runs the makers. */
export function compileArguments(descriptor: FunctionDescriptor): ArgumentPlan {
  const makers = descriptor.parameters.map((parameter) => argumentMaker(parameter, descriptor));
  const [only] = makers;
  // Most methods take the message and nothing else.
  if (only && makers.length === 1) return (context, instances) => [only(context, instances)];
  return (context, instances) => makers.map((make) => make(context, instances));
}

function argumentMaker(parameter: ParameterDescriptor, descriptor: FunctionDescriptor): ArgumentMaker {
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
    case 'container': {
      const { token } = parameter;
      return (_context, instances) => instances.get(token);
    }
  }
}
