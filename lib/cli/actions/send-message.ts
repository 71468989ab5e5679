import { payloadDecoder } from '../../binding/payload-decoder.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { RedisCommand } from '../../redis/commands/command-sender.js';
import type { ActionContext } from '../program/action-context.js';
import { messageFor, type WrittenMessage } from './message-for.js';

/** What was sent, and what Redis said: the id of an entry, the length of a list, how many heard a message. */
export interface SentMessage {
  readonly functionId: string;
  readonly to: string;
  readonly entryId?: string;
  readonly length?: number;
  readonly receivers?: number;
}

/** Sends a message to a function, once its payload has been validated as the function would do it. */
export async function sendMessage(
  { program }: ActionContext,
  { functionId, message: written }: { readonly functionId: string; readonly message: WrittenMessage },
): Promise<SentMessage> {
  const loaded = await program();
  const descriptor = loaded.find(functionId);
  const message = messageFor(descriptor, written);
  await (
    await payloadDecoder(descriptor)
  )?.(message);
  const client = await loaded.connect(descriptor);
  const reply = await client.send(commandFor(descriptor, message));
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
