import { isOfFields } from '../binding/message-body.js';
import { parseJsonText } from '../binding/parse-json.js';
import { payloadDecoder } from '../binding/payload-decoder.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { isStandardSchema } from '../functions/options/payload-type.js';
import { Destination } from '../sending/destination.js';
import type { SendCalls } from '../sending/send-calls.js';
import { asUnsent } from './as-unsent.js';
import { messageFor, objectIn, sourceFor, type WrittenMessage } from './message-for.js';
import { MessageRefused } from './message-refused.js';

/** In how many milliseconds a message is to come, or at which time. */
export type Later = { readonly delayInMs: number } | { readonly at: string };

/** What was sent, and what Redis said: the id of an entry, the length of a list, how many heard a message. */
export interface SentMessage {
  readonly functionId: string;
  readonly to: string;
  readonly entryId?: string;
  readonly length?: number;
  readonly receivers?: number;
  /** What is kept until it is due has none of these yet. */
  readonly delayInMs?: number;
  readonly at?: string;
}

/**
 * Sends what somebody wrote to a function as a sender does, once its payload has been validated.
 *
 * @param later null: at once
 * @param connect gives what it is sent with, once everything about the message is known to be right
 */
export async function sendToFunction(
  descriptor: FunctionDescriptor,
  written: WrittenMessage,
  later: Later | null,
  connect: () => SendCalls | Promise<SendCalls>,
): Promise<SentMessage> {
  const { id: functionId, kind } = descriptor;
  const to = sourceFor(descriptor, written.source);
  if (later) assertMoves(descriptor);
  const input = await inputFor(descriptor, written);
  const calls = await connect();
  const options = {
    [kind === 'pubsub' ? 'channel' : 'key']: to,
    ...(later && ('at' in later ? { at: new Date(later.at) } : later)),
  };
  const [reply] = await calls.sendTo(new Destination(descriptor), [input], options, functionId);
  return { functionId, to, ...(later ?? replyOf(descriptor, reply)) };
}

/**
 * What a sender is given for a text that somebody wrote as the function is to read it: of a payload class an instance, of a schema its
 * input; without a payload the text, or the fields.
 */
async function inputFor(descriptor: FunctionDescriptor, written: WrittenMessage): Promise<unknown> {
  const { payload } = descriptor;
  if (!payload) return isOfFields(descriptor) ? objectIn(written.text) : written.text;
  const decode = await payloadDecoder(descriptor);
  try {
    const read = await decode?.(messageFor(descriptor, written));
    if (!isStandardSchema(payload)) return read;
    return isOfFields(descriptor) ? objectIn(written.text) : parseJsonText(written.text);
  } catch (error) {
    throw asUnsent(error);
  }
}

function assertMoves(descriptor: FunctionDescriptor): void {
  const { id, kind } = descriptor;
  if (kind === 'pubsub')
    throw new MessageRefused(
      `${id} gets published messages, and those do not wait in Redis: none can be delayed`,
      'Send it at once',
    );
  if (descriptor.delayed) return;
  throw new MessageRefused(
    `${id} moves no delayed messages, so that nobody would send it when it is due`,
    'Give its trigger a definition, or `delayed: true`',
  );
}

function replyOf({ kind }: FunctionDescriptor, reply: string | number | undefined): Partial<SentMessage> {
  switch (kind) {
    case 'pubsub':
      return { receivers: Number(reply) };
    case 'list':
      return { length: Number(reply) };
    case 'stream':
      return { entryId: String(reply) };
  }
}
