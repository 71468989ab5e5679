import type { CommandSender } from '../../redis/commands/command-sender.js';
import { areBytesMoving } from './is-moving.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';

/**
 * The same client for a loop whose turns take many commands: each reply shows that the loop goes on, and so do bytes
 * that move while one is awaited.
 */
export function progressReportingClient(
  client: CommandSender & { readonly moves?: number },
  liveness: LoopLiveness,
): CommandSender {
  return {
    send: (command, blocksInMs) => liveness.during(areBytesMoving(client), client.send(command, blocksInMs)),
  };
}
