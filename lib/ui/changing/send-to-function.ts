import { payloadDecoder } from '../../binding/payload-decoder.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { asUnsent } from '../../operating/as-unsent.js';
import type { CommandSender, RedisCommand } from '../../redis/commands/command-sender.js';

/** What was sent, and what Redis said: the id of an entry, the length of a list, how many heard a message. */
export interface SentMessage {
  readonly functionId: string;
  readonly to: string;
  readonly entryId?: string;
  readonly length?: number;
  readonly receivers?: number;
}

/** Sends a message to a function, once its payload has been validated as the function would do it. */
export async function sendToFunction(
  descriptor: FunctionDescriptor,
  message: RawMessage,
  connect: () => CommandSender | Promise<CommandSender>,
): Promise<SentMessage> {
  await assertPayload(descriptor, message);
  const client = await connect();
  const reply = await client.send(commandFor(descriptor, message));
  const functionId = descriptor.id;
  const to = message.kind === 'pubsub' ? message.channel : message.key;
  switch (message.kind) {
    case 'pubsub':
      return { functionId, to, receivers: Number(reply) };
    case 'list':
      return { functionId, to, length: Number(reply) };
    case 'stream':
      return { functionId, to, entryId: String(reply) };
  }
}

async function assertPayload(descriptor: FunctionDescriptor, message: RawMessage): Promise<void> {
  const decode = await payloadDecoder(descriptor);
  try {
    await decode?.(message);
  } catch (error) {
    throw asUnsent(error);
  }
}

function commandFor(descriptor: FunctionDescriptor, message: RawMessage): RedisCommand {
  switch (message.kind) {
    case 'pubsub': {
      const isSharded = descriptor.kind === 'pubsub' && descriptor.sharded;
      return [isSharded ? 'SPUBLISH' : 'PUBLISH', message.channel, message.body];
    }
    case 'list': {
      // Behind those that wait already.
      const popsLeft = descriptor.kind === 'list' && descriptor.listPopFromBeginning;
      return [popsLeft ? 'RPUSH' : 'LPUSH', message.key, message.body];
    }
    case 'stream':
      return ['XADD', message.key, '*', ...message.fields.flat()];
  }
}
