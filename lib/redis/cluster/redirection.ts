import { isReply } from '../errors/redis-reply-error.js';
import type { NodeAddress } from './node-address.js';

/** Where a node sends whoever asked for a key that it does not hold. */
export interface Redirection {
  /** `MOVED`: the slot is there for good. `ASK`: only this key may be there, for the slot is on its way. */
  readonly kind: 'MOVED' | 'ASK';
  readonly slot: number;
  readonly address: NodeAddress;
}

/**
 * Reads `MOVED 3999 127.0.0.1:6381` and `ASK …`; undefined for any other error. Where a node does not know the host,
 * it is the one that was asked.
 */
export function readRedirection(error: unknown, askedHost: string): Redirection | undefined {
  if (!isReply(error, 'MOVED', 'ASK')) return undefined;
  const [, kind, slot, host, port] = /^(MOVED|ASK) (\d+) (\S*):(\d+)/.exec(error.message) ?? [];
  if (kind === undefined) return undefined;
  const address = { host: host || askedHost, port: Number(port) };
  return { kind: kind as Redirection['kind'], slot: Number(slot), address };
}

/** Whether a command was not run because some of its keys are on one node and some on another. */
export function isTryAgain(error: unknown): boolean {
  return isReply(error, 'TRYAGAIN');
}
