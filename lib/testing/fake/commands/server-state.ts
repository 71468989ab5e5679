import type { Client } from '../engine/client.js';
import { CommandError } from '../engine/command-error.js';
import type { Engine } from '../engine/engine.js';
import { usedMemory } from '../engine/used-memory.js';
import type { CommandFacts } from './command-facts.js';

type Checked = Pick<CommandFacts, 'name' | 'flags'>;

/** Refuses what needs memory when there is none left. */
export function assertMemory(engine: Engine, command: Checked, client: Client): void {
  const limit = engine.config.memoryLimit;
  if (limit === 0) return;
  // An EXEC is refused when what was queued needs memory.
  const needsMemory =
    command.flags.has('denyoom') ||
    (command.name === 'exec' && client.transaction?.commands.some((one) => one.command.flags.has('denyoom')));
  if (needsMemory && usedMemory(engine.databases) > limit) {
    throw new CommandError("OOM command not allowed when used memory > 'maxmemory'.");
  }
}

/** Refuses writes on a replica. */
export function assertWritable(engine: Engine, command: Checked, client: Client): void {
  if (!engine.master || engine.config.get('replica-read-only') === 'no') return;
  const writes =
    command.flags.has('write') ||
    (command.name === 'exec' && client.transaction?.commands.some((one) => one.command.flags.has('write')));
  if (writes) throw new CommandError("READONLY You can't write against a read only replica.");
}
