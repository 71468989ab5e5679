import type { Bytes } from '../resp/bytes.js';
import type { CommandContext } from './command-context.js';

/** Sets when a key expires; one whose time is over is deleted at once. */
export function expireAt(context: CommandContext, key: Bytes, time: number | bigint): void {
  if (time > context.now) {
    context.db.expireAt(key, time);
    context.modified(key, 'g', 'expire');
  } else {
    context.db.delete(key);
    context.modified(key, 'g', 'del');
  }
}
