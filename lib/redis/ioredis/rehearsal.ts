import type { Redis } from 'ioredis';
import { othersWhoHearBytes, streamOf, type DataListener } from './connection-stream.js';
import { areFlatCommandsWritten } from './flat-command.js';
import { HeldPing } from './held-ping.js';
import { isOptionRead } from './live-options.js';

/**
 * Tries a client out when its connection has just become ready: the client writes a PING that is held back here, and
 * its decoder is given a placeholder as the reply. Nothing of this leaves the process if ioredis works as known.
 * Otherwise Redis gets the PING after all, because ioredis would take the next reply for the one to the PING.
 */
export function rehearse(redis: Redis, { feeds, tellsOfMoves }: RehearsalOptions): Rehearsal {
  const ping = new HeldPing(redis);
  const readsOptions = isOptionRead(redis, 'commandTimeout', () => ping.send());
  const plain = { readsOptions, writesTogether: false, decode: undefined, handsPlaceholdersOn: false };
  if (!ping.isHeldBack || !areFlatCommandsWritten()) {
    ping.release();
    return {
      ...plain,
      readsOptions: readsItsOptions(redis),
      isSpoilt: false,
      differences: [writesElsewhere],
    };
  }
  const written = { ...plain, writesTogether: true, isSpoilt: false };
  // A command of somebody else waits for its reply and would get ours. Nothing is wrong, but nothing can be tried out.
  if (!feeds || ping.isBehindOthers) {
    ping.release();
    return { ...written, differences: [] };
  }
  const decode = ping.isAlone ? findDecoder(redis) : undefined;
  if (!decode) {
    ping.release();
    return { ...written, differences: [hearsElsewhere] };
  }
  const hasResp3 = knowsResp3(redis);
  feed(redis, decode, hasResp3 ? placeholder : status);
  if (!ping.isAnswered) return { ...written, isSpoilt: true, differences: [hearsElsewhere] };
  const handsPlaceholdersOn = hasResp3 && ping.answer === placeholderText;
  // ioredis 5 emits none, and takes it for the reply to a command that nobody has sent, which is an error.
  const isToldOfMoves =
    !tellsOfMoves || (hasResp3 && isEmitted(redis, 'moved', () => feed(redis, decode, endedSubscription)));
  const differences = [
    ...(handsPlaceholdersOn || !hasResp3 ? [] : [readsNumbersOtherwise]),
    ...(isToldOfMoves ? [] : [keepsMovesToItself]),
  ];
  return { ...written, decode, handsPlaceholdersOn, differences };
}

/** What a rehearsal has shown of a client. */
export interface Rehearsal {
  /** Whether it writes commands to the pipeline that they are sent with, so that several can be one write. */
  readonly writesTogether: boolean;
  /** The listener that decodes the bytes of the connection; undefined if it was not found. */
  readonly decode: DataListener | undefined;
  /** Whether whoever sent a command gets a placeholder that came as its reply. */
  readonly handsPlaceholdersOn: boolean;
  /** Whether it reads its options when it needs them. */
  readonly readsOptions: boolean;
  /** How it differs from what this library knows, in words. */
  readonly differences: readonly string[];
  /** Whether a command might get the reply that was made up here: then the connection must not be used. */
  readonly isSpoilt: boolean;
}

export interface RehearsalOptions {
  /** Whether its decoder may be given a reply that was made up. */
  readonly feeds: boolean;
  /** Whether it must tell when a node of a cluster ends a subscription. */
  readonly tellsOfMoves: boolean;
}

const writesElsewhere = 'it does not write a command to the pipeline that the command is sent with';

const hearsElsewhere = 'what hears the bytes of a connection first is not its decoder, or not alone';

const readsNumbersOtherwise = 'it does not hand a big number on as text';

const keepsMovesToItself = 'it emits no event when a node of a cluster has ended a subscription';

const placeholderText = '7';

const placeholder = Buffer.from(`(${placeholderText}\r\n`);

/** What a decoder takes that knows RESP2 alone. A placeholder would be an error there. */
const status = Buffer.from('+PONG\r\n');

const endedSubscription = Buffer.from('>3\r\n$12\r\nsunsubscribe\r\n$1\r\nc\r\n:0\r\n');

/** ioredis 5 has neither the option nor a decoder for it. */
function knowsResp3(redis: Redis): boolean {
  return redis.options.protocol !== undefined;
}

/** The same, by a PING that is sent in the documented way. */
function readsItsOptions(redis: Redis): boolean {
  return isOptionRead(redis, 'commandTimeout', () => redis.ping().catch(() => undefined));
}

/** The only listener for bytes: ioredis puts its decoder first. Whether this is the decoder has yet to be shown. */
function findDecoder(redis: Redis): DataListener | undefined {
  const stream = streamOf(redis);
  const [first, ...others] = stream ? othersWhoHearBytes(stream) : [];
  return others.length === 0 ? first : undefined;
}

function feed(redis: Redis, decode: DataListener, bytes: Buffer): void {
  try {
    decode.call(redis.stream, bytes);
  } catch {
    // It is not the decoder, which never throws.
  }
}

/** Whether `act` makes a client emit this event, which is kept from its listeners. */
function isEmitted(redis: Redis, name: string, act: () => void): boolean {
  const before = Object.getOwnPropertyDescriptor(redis, 'emit');
  const emit = redis.emit.bind(redis);
  let isHeard = false;
  redis.emit = (event, ...args: unknown[]) => {
    if (event !== name) return emit(event, ...args);
    isHeard = true;
    return true;
  };
  act();
  if (before) Object.defineProperty(redis, 'emit', before);
  else Reflect.deleteProperty(redis, 'emit');
  return isHeard;
}
