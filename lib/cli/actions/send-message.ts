import { parseJsonText } from '../../binding/parse-json.js';
import { isOfFields } from '../../binding/message-body.js';
import { payloadDecoder } from '../../binding/payload-decoder.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { isStandardSchema } from '../../functions/options/payload-type.js';
import { scrubbedDescription } from '../../logging/scrubbed-description.js';
import { isReply, RedisReplyError } from '../../redis/errors/redis-reply-error.js';
import { Destination } from '../../sending/destination.js';
import { SendCalls } from '../../sending/send-calls.js';
import { SendError } from '../../sending/send-error.js';
import { CommandError, reportOf, usageError } from '../frame/command-error.js';
import { exitCode } from '../frame/exit-code.js';
import type { ActionContext } from '../program/action-context.js';
import { patienceInMs } from '../program/connect.js';
import type { Program } from '../program/program.js';
import { asUnsent } from '../../operating/as-unsent.js';
import { messageFor, objectIn, sourceFor, type WrittenMessage } from '../../operating/message-for.js';

/** What `send` was asked to send. */
export interface SendRequest {
  readonly functionId: string;
  readonly message: WrittenMessage;
  /** Whether the text is sent as it is, although the function has a payload. */
  readonly isRaw: boolean;
  /** In how many milliseconds it is to come, or at which time; null: at once. */
  readonly later: { readonly delayInMs: number } | { readonly at: string } | null;
}

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

/** Sends a message to a function as a sender does, once its payload has been validated. */
export async function sendMessage(
  { program }: ActionContext,
  { functionId, message: written, isRaw, later }: SendRequest,
): Promise<SentMessage> {
  const loaded = await program();
  const found = loaded.find(functionId);
  const descriptor = isRaw ? withoutPayload(found) : found;
  const to = sourceFor(descriptor, written.source);
  if (later !== null) assertMoves(descriptor);
  const input = await inputFor(descriptor, written);
  const calls = await openCalls(loaded, descriptor);
  const options = {
    [descriptor.kind === 'pubsub' ? 'channel' : 'key']: to,
    ...(later && ('at' in later ? { at: new Date(later.at) } : later)),
  };
  try {
    const [reply] = await calls.sendTo(new Destination(descriptor), [input], options, functionId);
    return { functionId, to, ...(later ?? replyOf(descriptor, reply)) };
  } catch (error) {
    throw sendingError(error, (text) => loaded.secrets.scrub(text));
  }
}

/** It sends on the client that a person waits for: where that has no Redis, this is said at once, and not when a send's time is over. */
async function openCalls(program: Program, descriptor: FunctionDescriptor): Promise<SendCalls> {
  const target = program.targetOf(descriptor);
  const client = await program.connect(descriptor);
  return new SendCalls({
    settings: { get: () => undefined },
    resolve: () => target,
    connect: () => client,
    describeError: scrubbedDescription(program.secrets),
    timeoutInMs: patienceInMs,
  });
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

function withoutPayload({ payload, ...descriptor }: FunctionDescriptor): FunctionDescriptor {
  return payload ? descriptor : { ...descriptor };
}

function assertMoves(descriptor: FunctionDescriptor): void {
  const { id, kind } = descriptor;
  if (kind === 'pubsub')
    throw usageError(`${id} gets published messages, and those do not wait in Redis: none can be delayed`);
  if (descriptor.delayed) return;
  throw usageError(
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

/** Where Redis does not permit it, or does not answer, that is what the command ends with. */
function sendingError(error: unknown, scrub: (text: string) => string): unknown {
  if (!(error instanceof SendError) || error.code !== 'SEND_FAILED') return error;
  if (isReply(error.cause, 'NOPERM')) return error.cause;
  if (error.cause instanceof RedisReplyError) return error;
  return new CommandError({ ...reportOf(error, scrub), exitCode: exitCode.redis });
}
