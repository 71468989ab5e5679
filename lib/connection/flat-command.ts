import { Command } from 'ioredis';
import type { RedisCommand } from './command-sender.js';
import { lowerCased } from './lower-cased.js';

/**
 * A command of ioredis, its reply in bytes. ioredis flattens the arguments of each command, which takes longer than
 * everything else that it does to send one: these are flat, and it is given none to flatten.
 */
export class FlatCommand extends Command {
  constructor([name, ...args]: RedisCommand) {
    super(lowerCased(name), [], { replyEncoding: null });
    this.args = args;
    this.stringifyArguments();
  }
}
