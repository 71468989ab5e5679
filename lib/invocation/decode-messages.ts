import type { PayloadDecoder } from '../binding/payload-decoder.js';
import { describeError } from '../errors/describe-error.js';
import { InvocationContext, type InvocationOrigin } from '../messages/invocation-context.js';
import type { Failed } from '../messages/outcome.js';
import type { RawMessage } from '../messages/raw-message.js';
import type { AttemptObserver } from './attempt-observer.js';
import { failureOf } from './failure-of.js';
import type { Instruments } from './instruments.js';

/** What decoding the messages of a function takes. */
export interface DecodingOptions {
  readonly decode: PayloadDecoder;
  readonly origin: InvocationOrigin;
  /** The function's. */
  readonly place: string;
  readonly onAttempt?: AttemptObserver | undefined;
  readonly instruments?: Pick<Instruments, 'unreadable'> | undefined;
}

/** What has become of messages. */
export interface DecodedMessages {
  readonly accepted: readonly RawMessage[];
  /** Those of the accepted messages. */
  readonly payloads: readonly unknown[];
  /** One for each message, in their order; undefined for those that were accepted. */
  readonly rejections: readonly (Failed | undefined)[];
}

/** Decodes the payloads of messages. What cannot be decoded is logged, and left out. */
export async function decodeMessages(
  messages: readonly RawMessage[],
  parts: DecodingOptions,
): Promise<DecodedMessages> {
  const decoded = await Promise.all(messages.map((message) => decodeOne(message, parts)));
  return {
    accepted: messages.filter((_, index) => decoded[index]?.rejection === undefined),
    payloads: decoded.filter(({ rejection }) => rejection === undefined).map(({ payload }) => payload),
    rejections: decoded.map(({ rejection }) => rejection),
  };
}

async function decodeOne(
  message: RawMessage,
  { decode, origin, place, onAttempt, instruments }: DecodingOptions,
): Promise<{ payload?: unknown; rejection?: Failed }> {
  try {
    return { payload: await decode(message) };
  } catch (error) {
    const { logger, functionId } = origin;
    const failure = failureOf(error, 0, place);
    const isInvalid = failure.reason === 'payload-invalid';
    const text = isInvalid ? 'a message has an invalid payload' : 'a payload could not be checked';
    logger.error({ functionId, error: describeError(failure.error) }, text);
    const context = new InvocationContext(origin, [message]);
    instruments?.unreadable(context, failure.error);
    onAttempt?.({ context, attempt: 0, arguments: [], error, durationInMs: 0 });
    return { rejection: failure };
  }
}
