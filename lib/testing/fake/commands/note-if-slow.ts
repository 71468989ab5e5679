import type { Bytes } from '../resp/bytes.js';
import type { Client } from '../engine/client.js';
import type { Engine } from '../engine/engine.js';
import type { CommandFacts } from './command-facts.js';

/** Keeps a command that took long for SLOWLOG. */
export function noteIfSlow(
  { config, slowLog, clock }: Engine,
  client: Client,
  command: CommandFacts,
  args: readonly Bytes[],
  durationInUs: number,
): void {
  const least = config.slowerThan;
  if (least < 0 || durationInUs < least || command.flags.has('skip_slowlog')) return;
  slowLog.add(args, Math.floor(durationInUs), clock.now(), client, config.number('slowlog-max-len'));
}
