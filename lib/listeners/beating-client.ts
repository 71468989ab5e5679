import type { CommandSender } from '../connection/command-sender.js';
import type { Pulse } from './pulse.js';

/** The same client for a loop whose turns take many commands: each reply shows that the loop goes on. */
export function beatingClient(client: CommandSender, pulse: Pulse): CommandSender {
  return {
    send: async (command, blocksInMs) => {
      const reply = await client.send(command, blocksInMs);
      pulse.beat();
      return reply;
    },
  };
}
