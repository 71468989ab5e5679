import { Command } from 'ioredis';
import type { RedisCommand } from '../commands/command-sender.js';
import { lowerCased } from '../commands/lower-cased.js';

/**
 * A command of ioredis whose reply stays in bytes. ioredis flattens the arguments of each command, which takes longer
 * than the rest of sending it. Ours are flat already, so they are set after the constructor has flattened an empty
 * list.
 */
export class FlatCommand extends Command {
  constructor(command: RedisCommand) {
    super(lowerCased(command[0]), [], { replyEncoding: null });
    // Not by a rest element: V8 would put that array into the old generation, where it keeps its elements in memory.
    this.args = command.slice(1);
    this.stringifyArguments();
  }
}

/**
 * Whether ioredis writes such commands in the protocol of Redis, with each kind of argument. Tried out once, because the
 * class is the same for all clients.
 */
export function areFlatCommandsWritten(): boolean {
  return (areWritten ??= tryExamples());
}

let areWritten: boolean | undefined;

function tryExamples(): boolean {
  return [textExample, mixedExample].every(([command, written]) => {
    try {
      return String(new FlatCommand(command).toWritable({})) === written;
    } catch {
      return false;
    }
  });
}

type Example = readonly [command: RedisCommand, written: string];

const textExample: Example = [['LPOP', 'list', 10], '*3\r\n$4\r\nlpop\r\n$4\r\nlist\r\n$2\r\n10\r\n'];
const mixedExample: Example = [
  ['LREM', 'list', -1, Buffer.from('x')],
  '*4\r\n$4\r\nlrem\r\n$4\r\nlist\r\n$2\r\n-1\r\n$1\r\nx\r\n',
];
