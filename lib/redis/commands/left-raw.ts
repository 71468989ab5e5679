import type { RedisCommand } from './command-sender.js';

const marked = new WeakSet<RedisCommand>();

/** Marks a command whose sender can read a `RawReply`, which takes less time than to have the reply decoded. */
export function leaveRaw<Marked extends RedisCommand>(command: Marked): Marked {
  marked.add(command);
  return command;
}

/** Whether the reply to a command may be left as it came. */
export function isLeftRaw(command: RedisCommand): boolean {
  return command[0] === 'XREADGROUP' || marked.has(command);
}
