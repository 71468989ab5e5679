import { INVOCATION_LOGGER } from '../di/invocation-tokens.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { rawForms } from '../functions/parameters/message-form.js';
import { InvocationContext } from '../messages/invocation-context.js';
import { RedisMessageModel } from '../messages/redis-message-model.js';
import type { Token } from '../metadata/parameter-metadata.js';

/** The tokens that a scope of this function has values for. A batch has no one message. */
export function invocationTokens({ kind, batch }: FunctionDescriptor): readonly Token[] {
  const always = [InvocationContext, INVOCATION_LOGGER];
  return batch ? always : [...always, RedisMessageModel, rawForms[kind]];
}

/** What a scope of this invocation gives to those who inject one of these tokens. */
export function invocationValue(context: InvocationContext, token: Token): unknown {
  if (token === InvocationContext) return context;
  if (token === INVOCATION_LOGGER) return context.logger;
  const [message] = context.messages;
  return token === RedisMessageModel ? message?.toModel() : message;
}
