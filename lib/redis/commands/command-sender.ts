/** An argument of a command: text, bytes or a number. */
export type CommandArgument = string | Buffer | number;

/** One command with its arguments. */
export type RedisCommand = readonly [name: string, ...args: CommandArgument[]];

/** What most code needs of a client: to send one command and get its reply, all texts in bytes. */
export interface CommandSender {
  send(command: RedisCommand, blocksInMs?: number): Promise<unknown>;
}

/** What writing several things at once needs of a client. */
export interface TransactionSender {
  transaction(commands: readonly RedisCommand[]): Promise<unknown[]>;
}
