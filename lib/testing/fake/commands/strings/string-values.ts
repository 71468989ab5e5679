import type { Bytes } from '../../resp/bytes.js';
import type { CommandContext } from '../command-context.js';

export interface StoreOptions {
  readonly keepExpiry?: boolean | undefined;
  readonly expiresAt?: bigint | undefined;
}

/** The string of a key that is about to be written; null when there is none. */
export function stringOf(context: CommandContext, key: Bytes): Bytes | null {
  return context.forWrite(key, 'string')?.bytes ?? null;
}

/** SET: whatever the key held is replaced. */
export function storeString(
  context: CommandContext,
  key: Bytes,
  bytes: Bytes,
  { keepExpiry, expiresAt }: StoreOptions = {},
): void {
  context.db.set(key, { type: 'string', bytes }, { keepExpiry });
  context.modified(key, '$', 'set');
  if (expiresAt === undefined) return;
  context.db.expireAt(key, expiresAt);
  context.notify('g', 'expire', key);
}

/** Changes a string in place: the expiry stays. */
export function updateString(context: CommandContext, key: Bytes, bytes: Bytes, event: string): void {
  context.db.set(key, { type: 'string', bytes }, { keepExpiry: true });
  context.modified(key, '$', event);
}
