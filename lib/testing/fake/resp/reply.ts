import type { Bytes } from './bytes.js';

/**
 * What a command answers. The frequent replies are plain values: a byte string is a bulk string, a number or
 * bigint an integer, null the null bulk, an array an array. The others carry their kind. The encoder alone
 * knows how each looks in RESP2 and RESP3.
 */
export type Reply = Bytes | number | bigint | null | readonly Reply[] | TaggedReply;

export type TaggedReply =
  | { readonly kind: 'simple'; readonly text: Bytes }
  | { readonly kind: 'error'; readonly text: Bytes }
  | { readonly kind: 'null-array' }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Reply, Reply])[] }
  | { readonly kind: 'set'; readonly members: readonly Reply[] }
  | { readonly kind: 'push'; readonly items: readonly Reply[] }
  | { readonly kind: 'double'; readonly text: Bytes }
  | { readonly kind: 'big-number'; readonly text: Bytes }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'verbatim'; readonly text: Bytes }
  /** Several replies to one command, as SUBSCRIBE with two channels gives. */
  | { readonly kind: 'several'; readonly replies: readonly Reply[] }
  /** No reply now: the client is blocked, or never gets one. */
  | { readonly kind: 'none' };

export const ok: Reply = { kind: 'simple', text: 'OK' };
export const queued: Reply = { kind: 'simple', text: 'QUEUED' };
export const nullArray: Reply = { kind: 'null-array' };
export const noReply: Reply = { kind: 'none' };

export const simple = (text: Bytes): Reply => ({ kind: 'simple', text });
export const error = (text: Bytes): Reply => ({ kind: 'error', text });
export const setOf = (members: readonly Reply[]): Reply => ({ kind: 'set', members });
export const push = (...items: Reply[]): Reply => ({ kind: 'push', items });
export const verbatim = (text: Bytes): Reply => ({ kind: 'verbatim', text });
export const double = (text: Bytes): Reply => ({ kind: 'double', text });
export const mapOf = (entries: readonly (readonly [Reply, Reply])[]): Reply => ({ kind: 'map', entries });

/** A map reply with fixed field names. */
export const fields = (record: Readonly<Record<string, Reply>>): Reply => mapOf(Object.entries(record));

export function isError(reply: Reply): reply is Extract<TaggedReply, { kind: 'error' }> {
  return isTagged(reply) && reply.kind === 'error';
}

export function isTagged(reply: Reply): reply is TaggedReply {
  return typeof reply === 'object' && reply !== null && !Array.isArray(reply);
}

/** Whether it is a message, or the answer to SUBSCRIBE, which counts as one. */
export function isPush(reply: Reply): boolean {
  if (!isTagged(reply)) return false;
  return reply.kind === 'push' || (reply.kind === 'several' && reply.replies.every(isPush));
}
