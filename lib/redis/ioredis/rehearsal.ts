import type { Redis } from 'ioredis';
import { othersWhoHearBytes, streamOf, type DataListener } from './connection-stream.js';
import { areFlatCommandsWritten } from './flat-command.js';
import { HeldPing } from './held-ping.js';
import { isOptionRead } from './live-options.js';

/** What a rehearsal has shown of a client. */
export interface Rehearsal {
  /** Whether it writes our commands where it is told to, so that several can be written together. */
  readonly writesTogether: boolean;
  /** The listener that decodes the bytes of the connection; undefined where it is not known. */
  readonly decode: DataListener | undefined;
  /** Whether it hands a placeholder on to whoever sent the command. */
  readonly handsPlaceholdersOn: boolean;
  /** Whether it reads its options when it needs them. */
  readonly readsOptions: boolean;
  /** What it does in another way than it is known to, in words. */
  readonly differences: readonly string[];
  /** Whether a reply that Redis has not given may still come: then the connection must not be used. */
  readonly isSpoilt: boolean;
}

export interface RehearsalOptions {
  /** Whether its decoder may be given a reply that Redis has not given. */
  readonly feeds: boolean;
  /** Whether it has to tell of a subscription that a node of a cluster has ended. */
  readonly tellsOfMoves: boolean;
}

/**
 * Tries a client out when its connection has just become ready: it has the client write a PING that is held back, and
 * gives the decoder a placeholder for the reply. Where ioredis is as it is known, nothing of this leaves the process.
 * Where it is not, Redis gets the PING after all, because ioredis would else take the next reply for the one to the PING.
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
  // Nothing is wrong where somebody else's command waits for its reply: it can only not be tried out.
  if (!feeds || ping.isBehindOthers) {
    ping.release();
    return { ...written, differences: [] };
  }
  const decode = ping.isAlone ? findDecoder(redis) : undefined;
  if (!decode) {
    ping.release();
    return { ...written, differences: [hearsElsewhere] };
  }
  feed(redis, decode, placeholder);
  if (!ping.isAnswered) return { ...written, isSpoilt: true, differences: [hearsElsewhere] };
  const handsPlaceholdersOn = ping.answer === placeholderText;
  const isToldOfMoves =
    !tellsOfMoves || isEmitted(redis, 'moved', () => feed(redis, decode, endedSubscription));
  const differences = [
    ...(handsPlaceholdersOn ? [] : [readsNumbersOtherwise]),
    ...(isToldOfMoves ? [] : [keepsMovesToItself]),
  ];
  return { ...written, decode, handsPlaceholdersOn, differences };
}

const writesElsewhere = 'it does not write a command to the pipeline that the command is sent with';
const hearsElsewhere = 'what hears the bytes of a connection first is not its decoder, or not alone';
const readsNumbersOtherwise = 'it does not hand a big number on as text';
const keepsMovesToItself = 'it emits no event when a node of a cluster has ended a subscription';

const placeholderText = '7';
const placeholder = Buffer.from(`(${placeholderText}\r\n`);
const endedSubscription = Buffer.from('>3\r\n$12\r\nsunsubscribe\r\n$1\r\nc\r\n:0\r\n');

/** By a PING that is sent as users send one. */
function readsItsOptions(redis: Redis): boolean {
  return isOptionRead(redis, 'commandTimeout', () => redis.ping().catch(() => undefined));
}

/** The decoder of a connection is put before all other listeners; whether it is one has yet to be seen. */
function findDecoder(redis: Redis): DataListener | undefined {
  const stream = streamOf(redis);
  const [first, ...others] = stream ? othersWhoHearBytes(stream) : [];
  return others.length === 0 ? first : undefined;
}

function feed(redis: Redis, decode: DataListener, bytes: Buffer): void {
  try {
    decode.call(redis.stream, bytes);
  } catch {
    // Whoever it was, it is not the decoder, which throws nothing.
  }
}

/** Whether `act` makes a client emit an event, of which its listeners do not hear. */
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
