import type { CommandSender } from '../connection/command-sender.js';
import { areBytesMoving } from './is-moving.js';
import type { Pulse } from '../time/pulse.js';

/**
 * The same client for a loop whose turns take many commands: each reply shows that the loop goes on, and so do bytes
 * that move while one is awaited.
 */
export function beatingClient(
  client: CommandSender & { readonly moves?: number },
  pulse: Pulse,
): CommandSender {
  return {
    send: (command, blocksInMs) => pulse.during(areBytesMoving(client), client.send(command, blocksInMs)),
  };
}
