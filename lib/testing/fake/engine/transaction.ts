import type { Bytes } from '../resp/bytes.js';
import type { CommandRecord } from '../commands/command.js';

/** What was queued since MULTI. */
export interface Transaction {
  readonly commands: { readonly command: CommandRecord; readonly args: readonly Bytes[] }[];
  /** A command was refused while queueing: EXEC will refuse all. */
  isRefused: boolean;
}
