import type { Bytes } from '../resp/bytes.js';
import type { CommandFacts } from '../commands/command-facts.js';

/** What was queued since MULTI. */
export interface Transaction {
  readonly commands: { readonly command: CommandFacts; readonly args: readonly Bytes[] }[];
  /** A command was refused while queueing: EXEC will refuse all. */
  isRefused: boolean;
}
