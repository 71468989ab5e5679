import { Command } from 'ioredis';
import type { RedisCommand } from '../commands/command-sender.js';
import { lowerCased } from '../commands/lower-cased.js';

/** What a transaction of ioredis can do besides what its type says. */
export function asPipeline(transaction: object): { sendCommand(command: Command): unknown } {
  return transaction as { sendCommand(command: Command): unknown };
}

/**
 * A command of ioredis, its reply in bytes. ioredis flattens the arguments of each command, which takes longer than
 * everything else that it does to send one: these are flat, and it is given none to flatten.
 */
export class FlatCommand extends Command {
  constructor(command: RedisCommand) {
    super(lowerCased(command[0]), [], { replyEncoding: null });
    // Not by a rest element: V8 comes to make such arrays in the old generation, where they keep alive what is in them.
    this.args = command.slice(1);
    this.stringifyArguments();
  }
}
