import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { scrubbedDescription } from '../../logging/scrubbed-description.js';
import type { WrittenMessage } from '../../operating/message-for.js';
import { sendToFunction, type Later, type SentMessage } from '../../operating/send-to-function.js';
import { isReply, RedisReplyError } from '../../redis/errors/redis-reply-error.js';
import { SendCalls } from '../../sending/send-calls.js';
import { SendError } from '../../sending/send-error.js';
import { CommandError, reportOf } from '../frame/command-error.js';
import { exitCode } from '../frame/exit-code.js';
import type { ActionContext } from '../program/action-context.js';
import { patienceInMs } from '../program/connect.js';
import type { Program } from '../program/program.js';

/** What `send` was asked to send. */
export interface SendRequest {
  readonly functionId: string;
  readonly message: WrittenMessage;
  /** Whether the text is sent as it is, although the function has a payload. */
  readonly isRaw: boolean;
  /** In how many milliseconds it is to come, or at which time; null: at once. */
  readonly later: Later | null;
}

/** Sends a message to a function as a sender does, once its payload has been validated. */
export async function sendMessage(
  { program }: ActionContext,
  { functionId, message, isRaw, later }: SendRequest,
): Promise<SentMessage> {
  const loaded = await program();
  const found = loaded.find(functionId);
  const descriptor = isRaw ? withoutPayload(found) : found;
  try {
    return await sendToFunction(descriptor, message, later, () => openCalls(loaded, descriptor));
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

function withoutPayload({ payload, ...descriptor }: FunctionDescriptor): FunctionDescriptor {
  return payload ? descriptor : { ...descriptor };
}

/** Where Redis does not permit it, or does not answer, that is what the command ends with. */
function sendingError(error: unknown, scrub: (text: string) => string): unknown {
  if (!(error instanceof SendError) || error.code !== 'SEND_FAILED') return error;
  if (isReply(error.cause, 'NOPERM')) return error.cause;
  if (error.cause instanceof RedisReplyError) return error;
  return new CommandError({ ...reportOf(error, scrub), exitCode: exitCode.redis });
}
