import type { Bytes } from '../resp/bytes.js';
import type { Client } from '../engine/client.js';
import type { Engine } from '../engine/engine.js';
import { keysOf, type CommandFacts } from './command-facts.js';

/** A client that keeps what it reads (CLIENT TRACKING) is told later when it changes. */
export function rememberReads(
  { tracking }: Engine,
  client: Client,
  command: Pick<CommandFacts, 'flags' | 'keys'>,
  args: readonly Bytes[],
): void {
  if (tracking.clientCount > 0 && command.flags.has('readonly')) {
    tracking.remember(client, keysOf(command, args));
  }
}
